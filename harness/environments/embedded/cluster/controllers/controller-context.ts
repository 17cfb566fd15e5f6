import type { ClusterApi } from '../api/cluster-api.ts';
import type { Pace } from '../kubelet/pace.ts';

/** What every controller works with. */
export interface ControllerContext {
  readonly api: ClusterApi;
  readonly pace: Pace;
  /** Takes what went wrong inside a controller itself. */
  readonly onError: (error: unknown) => void;
}

/** Ends several things as one. */
export function disposeAll(...parts: readonly Disposable[]): Disposable {
  return {
    [Symbol.dispose]: () => {
      for (const part of parts) part[Symbol.dispose]();
    },
  };
}
