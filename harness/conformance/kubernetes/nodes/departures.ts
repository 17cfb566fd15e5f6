import type { WatchLines } from '../../../environments/embedded/cluster/api/testing/watch-lines.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import type { KubernetesObject } from './cluster-steps.ts';

/** An object with owners or dependents. */
export interface Member extends KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
}

/** Kinds and names of a tree in the order in which they go. */
export class Departures implements AsyncDisposable {
  readonly #watches: readonly WatchLines[];

  private constructor(watches: readonly WatchLines[]) {
    this.#watches = watches;
  }

  static async of(target: KubernetesTarget, tree: string, ...paths: readonly string[]): Promise<Departures> {
    const query = `?watch=1&timeoutSeconds=60&labelSelector=tree%3D${tree}`;
    const roots = (paths.length ? paths : ['/api/v1/configmaps']).map((path) =>
      path.replace(/\/(\w+)$/, `/namespaces/${target.namespace}/$1`),
    );
    return new Departures(await Promise.all(roots.map((root) => target.watch(root + query))));
  }

  /** Waits for so many of each of the paths. */
  async next(...counts: readonly number[]): Promise<readonly string[]> {
    const gone = await Promise.all(this.#watches.map((watch, index) => departures(watch, counts[index] ?? 0)));
    return gone
      .flat()
      .sort((left, right) => Number(left.metadata.resourceVersion) - Number(right.metadata.resourceVersion))
      .map(({ kind, metadata }) => (kind === 'ConfigMap' ? metadata.name : (kind ?? '')));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const watch of this.#watches) await watch[Symbol.asyncDispose]();
  }
}

async function departures(watch: WatchLines, count: number): Promise<Member[]> {
  const gone: Member[] = [];
  while (gone.length < count) {
    const { type, object } = await watch.next();
    if (type === 'DELETED') gone.push(object as Member);
  }
  return gone;
}
