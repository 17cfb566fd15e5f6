import type { ClusterClient } from '../kubernetes/cluster-client.ts';
import type { EnvironmentOverlay } from '../manifests/overlay/overlay.ts';

/** A started environment: where the pipeline under test runs. Everything it started ends with it. */
export interface Environment extends AsyncDisposable {
  /** For people: `embedded`, … */
  readonly name: string;
  /** YAML text of a kubeconfig whose current context is the cluster. */
  readonly kubeconfig: string;
  /** By what agents shall divide the product's own durations, so that they cost no real time. */
  readonly timeScale: number;
  /** How long things may take here before they count as stuck. */
  readonly patience: Patience;
  /** What a pod needs here beside trust and clock. */
  readonly podOverlay: EnvironmentOverlay;
  /** Where the run is a guest: in a cluster that others use too. Absent: all of the cluster is the run's. */
  readonly tenancy?: Tenancy;
  /** The key of the agents' user, where the environment's own IAM issued it; undefined: the one that the run drew. */
  readonly agentKey: AccessKey | undefined;
  /** The object store for people and tools, with keys that may do everything. */
  readonly objectStore: ObjectStoreAccess;
  /** Connections and look-ups that NetworkPolicies kept from pods so far; empty where the environment cannot see them. */
  readonly blockedConnections: readonly BlockedConnection[];
  /** What lies in a bucket, as evidence; an unknown bucket is empty. */
  storedObjects(bucket: string): Promise<readonly BucketObject[]>;
  /**
   * Writes what only the environment can tell of a failed run into a folder: logs of nodes, of the store. Nothing for which
   * `holdsValue` is written. Returns the files.
   */
  writeEvidence(folder: string, holdsValue: (text: string) => boolean): Promise<readonly string[]>;
}

/** What a run has of a cluster of somebody else's. */
export interface Tenancy {
  /** Where everything of the run goes. It is there. */
  readonly namespace: string;
  /** The cluster as a guest may use it. */
  asGuest(cluster: ClusterClient): ClusterClient;
}

/** Real milliseconds. */
export interface Patience {
  /** Until all pods are ready, their spec's delays costing no time. */
  readonly ready: number;
  /** From there until Qtap has its config. */
  readonly config: number;
  /** Without any progress of the run's own traffic. */
  readonly traffic: number;
  /** Without a new artifact or report, after which what is missing is taken to be lost. */
  readonly evidence: number;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface ObjectStoreAccess extends AccessKey {
  readonly endpoint: string;
  readonly region: string;
  /** Of credentials that somebody has for a while. */
  readonly sessionToken?: string | undefined;
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
