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
  /** What lies in a bucket, as evidence; an unknown bucket is empty. */
  storedObjects(bucket: string): Promise<readonly BucketObject[]>;
}

export interface ObjectStoreAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface BucketObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** When the upload was complete, milliseconds since the epoch; undefined where a store does not tell that exactly. */
  readonly storedAt: number | undefined;
}
