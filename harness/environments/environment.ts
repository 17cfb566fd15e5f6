/** A started environment: where the pipeline under test runs. Everything it started ends with it. */
export interface Environment extends AsyncDisposable {
  /** For people: `embedded`, … */
  readonly name: string;
  /** YAML text of a kubeconfig whose current context is the cluster. */
  readonly kubeconfig: string;
  /** By what agents shall divide the product's own durations, so that they cost no real time. */
  readonly timeScale: number;
  /** The object store for people and tools, with keys that may do everything. */
  readonly objectStore: ObjectStoreAccess;
  /** Connections and look-ups that NetworkPolicies kept from pods so far; empty where the environment cannot see them. */
  readonly blockedConnections: readonly BlockedConnection[];
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

export interface BlockedConnection {
  readonly pod: { readonly namespace: string; readonly name: string };
  /** Name or address that the pod dialled or looked up. */
  readonly host: string;
  /** 53 for a look-up. */
  readonly port: number;
  /** Names of the NetworkPolicies that select the pod and allow none of this. */
  readonly policies: readonly string[];
}
