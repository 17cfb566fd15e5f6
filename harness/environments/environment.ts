import type { OpenBucket } from '../s3/open-bucket.ts';

/** A started environment: where the pipeline under test runs. Everything it started ends with it. */
export interface Environment extends AsyncDisposable {
  /** For people: `embedded`, … */
  readonly name: string;
  /** YAML text of a kubeconfig whose current context is the cluster. */
  readonly kubeconfig: string;
  /** Address under which a pod reaches the Edge, port 443. */
  readonly edgeAddress: string;
  /** By what agents shall divide the product's own durations, so that they cost no real time. */
  readonly timeScale: number;
  /** The object store for people and tools, with keys that may do everything. */
  readonly objectStore: ObjectStoreAccess;
  /** A bucket as the harness reads it. */
  openBucket(name: string): Promise<OpenBucket>;
}

export interface ObjectStoreAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
