import type { WatchLines } from '../../environments/embedded/cluster/api/testing/watch-lines.ts';

export interface KubernetesRequest {
  readonly method: string;
  /** Sent as it stands: nothing is resolved or escaped. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Leaves out who asks. */
  readonly isAnonymous?: boolean;
}

export interface KubernetesAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A cluster as cases see it, with a namespace that they may fill. */
export interface KubernetesTarget {
  readonly namespace: string;
  /** YAML, of an administrator. */
  readonly kubeconfig: string;
  call(request: KubernetesRequest): Promise<KubernetesAnswer>;
  /** Resolves once the server has answered; rejects when it refuses. */
  watch(path: string): Promise<WatchLines>;
}
