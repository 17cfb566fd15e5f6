import type {
  CoreV1Event,
  V1ConfigMap,
  V1ControllerRevision,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Endpoints,
  V1Job,
  V1Namespace,
  V1NetworkPolicy,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1PriorityClass,
  V1ReplicaSet,
  V1Secret,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
  V1StorageClass,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import type { IssuedToken, TokenDemand } from './authentication/service-account-tokens.ts';
import type { Wire } from './wire.ts';

/** The kinds that controllers, scheduler and kubelet work with. The API server stores more than these. */
export interface KindMap {
  ConfigMap: Wire<V1ConfigMap>;
  ControllerRevision: Wire<V1ControllerRevision>;
  CronJob: Wire<V1CronJob>;
  DaemonSet: Wire<V1DaemonSet>;
  Deployment: Wire<V1Deployment>;
  EndpointSlice: Wire<V1EndpointSlice>;
  Endpoints: Wire<V1Endpoints>;
  Event: Wire<CoreV1Event>;
  HorizontalPodAutoscaler: Wire<V2HorizontalPodAutoscaler>;
  Job: Wire<V1Job>;
  Namespace: Wire<V1Namespace>;
  NetworkPolicy: Wire<V1NetworkPolicy>;
  Node: Wire<V1Node>;
  PersistentVolume: Wire<V1PersistentVolume>;
  PersistentVolumeClaim: Wire<V1PersistentVolumeClaim>;
  Pod: Wire<V1Pod>;
  PodDisruptionBudget: Wire<V1PodDisruptionBudget>;
  PriorityClass: Wire<V1PriorityClass>;
  ReplicaSet: Wire<V1ReplicaSet>;
  Secret: Wire<V1Secret>;
  Service: Wire<V1Service>;
  ServiceAccount: Wire<V1ServiceAccount>;
  StatefulSet: Wire<V1StatefulSet>;
  StorageClass: Wire<V1StorageClass>;
}

export type Kind = keyof KindMap;

/** `namespace` is left out for cluster-scoped kinds. */
export interface ObjectKey {
  readonly namespace?: string;
  readonly name: string;
}

export interface WatchEvent<K extends Kind> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KindMap[K];
}

/**
 * The cluster's state as its own components see it: the same storage, defaulting, validation and admission that a client
 * meets over HTTPS, called in process and synchronously. Objects that come out are frozen or copies: change one by `update`.
 * Every call that a client could make wrongly throws `ApiError` with the `Status` that Kubernetes gives.
 */
export interface ClusterApi {
  get<K extends Kind>(kind: K, key: ObjectKey): KindMap[K] | undefined;
  list<K extends Kind>(kind: K, namespace?: string): KindMap[K][];
  create<K extends Kind>(kind: K, object: KindMap[K]): KindMap[K];
  /** Replaces everything but status. With a `resourceVersion` that is not the stored one: conflict. */
  update<K extends Kind>(kind: K, object: KindMap[K]): KindMap[K];
  /** Replaces status (and for pods, `spec.nodeName` may be set through `bind`). */
  updateStatus<K extends Kind>(kind: K, object: KindMap[K]): KindMap[K];
  /** Issues a token of a service account, as a TokenRequest does; a kubelet asks for one that is bound to its pod. */
  issueToken(account: { namespace: string; name: string }, demand?: TokenDemand): IssuedToken;
  /** Binds a pod to a node, once. */
  bind(pod: ObjectKey, nodeName: string): void;
  /**
   * Deletes. A pod with a grace period only gets its `deletionTimestamp`: the kubelet calls again with
   * `gracePeriodSeconds: 0` when its containers are gone. Unknown objects are ignored.
   */
  delete(
    kind: Kind,
    key: ObjectKey,
    options?: { gracePeriodSeconds?: number; propagationPolicy?: PropagationPolicy },
  ): void;
  /** Calls `listener` with every present object as ADDED, then with every change, in order, never synchronously. */
  watch<K extends Kind>(kind: K, listener: (event: WatchEvent<K>) => void): Disposable;
}

export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';
