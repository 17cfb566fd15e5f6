import type { ClusterClient } from '../../kubernetes/cluster-client.ts';
import { runLabel } from './run-names.ts';
import type { RunOwner } from './run-owner.ts';

export interface GuestOptions {
  readonly owner: Pick<RunOwner, 'labels' | 'marked'>;
  /** Secrets that are there, and used as they are, or that nothing of the run refers to. */
  readonly leftAlone: ReadonlySet<string>;
  /** Kinds that a run makes in no cluster of somebody else's. */
  readonly isClusterScoped: (kind: string) => boolean;
}

/**
 * A cluster as a run that is a guest there uses it: everything that is made bears the run's mark, what is somebody else's is
 * left alone, and only the run's own pods are seen.
 */
export function guestClient(cluster: ClusterClient, options: GuestOptions): ClusterClient {
  const { owner, leftAlone, isClusterScoped } = options;
  const isOwn = ({ metadata }: { metadata?: { labels?: Record<string, string> } | undefined }) =>
    metadata?.labels?.[runLabel] === owner.labels[runLabel];
  return {
    ...cluster,
    async create(object, namespace) {
      const { kind, metadata } = object;
      if (isClusterScoped(kind) || (kind === 'Secret' && leftAlone.has(metadata.name ?? ''))) return object;
      return cluster.create(owner.marked(object), namespace);
    },
    // The namespace is there, and its account with it.
    awaitServiceAccount: async () => undefined,
    pods: async (namespace) => (await cluster.pods(namespace)).filter(isOwn),
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}
