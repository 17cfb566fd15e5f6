import type { ClusterApi, KindMap } from '../api/cluster-api.ts';
import type { EventRecorder } from '../controllers/event-recorder.ts';
import type { ClusterNetwork } from '../network/cluster-network.ts';
import type { NodeFacts } from './downward-api.ts';
import type { ImageCatalog } from './image-catalog.ts';
import type { Pace } from './pace.ts';

/** What the parts of a kubelet share. */
export interface KubeletContext {
  readonly api: ClusterApi;
  readonly events: EventRecorder;
  readonly images: ImageCatalog;
  readonly network: ClusterNetwork;
  readonly node: NodeFacts;
  readonly pace: Pace;
  /** Real folder of Node's compile cache that pods share. */
  readonly compileCache: string | undefined;
  /** Takes what went wrong inside the kubelet itself. */
  readonly onError: (error: unknown) => void;
  /** Settles when a Secret or ConfigMap of the namespace has changed, or when the signal aborts. */
  configurationChange(namespace: string, signal: AbortSignal): Promise<void>;
}

/** What a pod's containers share, once its sandbox stands. */
export interface Sandbox {
  readonly ip: string;
  readonly environment: Readonly<Record<string, string>>;
}

export type Pod = KindMap['Pod'];
export type PodSpec = NonNullable<Pod['spec']>;
export type Container = PodSpec['containers'][number];
export type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
