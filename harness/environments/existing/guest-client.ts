import { EnvironmentError } from '../../errors/environment-error.ts';
import type { ClusterClient } from '../../kubernetes/cluster-client.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import { relayName } from '../relay/relay-objects.ts';
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
 * left alone, and only the run's own pods and what is said of its own objects are seen. Throws `EnvironmentError` where the
 * cluster goes away.
 */
export function guestClient(cluster: ClusterClient, options: GuestOptions): ClusterClient {
  const { owner, leftAlone, isClusterScoped } = options;
  const isOwn = ({ metadata }: { metadata?: { labels?: Record<string, string> } | undefined }) =>
    metadata?.labels?.[runLabel] === owner.labels[runLabel];
  const asked = answering(cluster);
  const made = new Set<string>([relayName]);
  return {
    ...asked,
    async create(object, namespace) {
      const { kind, metadata } = object;
      if (isClusterScoped(kind) || (kind === 'Secret' && leftAlone.has(metadata.name ?? ''))) return object;
      const created = await asked.create(owner.marked(object), namespace);
      made.add(created.metadata.name ?? '');
      return created;
    },
    async events(namespace) {
      // Controllers name what they make after what it is made for.
      const ofRun = (name: string) => [...made].some((own) => name === own || name.startsWith(`${own}-`));
      return (await asked.events(namespace)).filter(({ involvedObject }) => ofRun(involvedObject?.name ?? ''));
    },
    // The namespace is there, and its account with it.
    awaitServiceAccount: async () => undefined,
    pods: async (namespace) => (await asked.pods(namespace)).filter(isOwn),
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

/** The same client, whose failures to reach the cluster say so. */
function answering(cluster: ClusterClient): ClusterClient {
  const told = Object.entries(cluster).map(([name, ask]: [string, (...args: unknown[]) => Promise<unknown>]) => {
    const asked = async (...args: unknown[]) => {
      try {
        return await ask(...args);
      } catch (error) {
        if (error instanceof KubernetesError || error instanceof EnvironmentError) throw error;
        const { code, message } = error as NodeJS.ErrnoException;
        throw new EnvironmentError(`The cluster does not answer any more (${code ?? message}).`, { cause: error });
      }
    };
    return [name, asked];
  });
  return { ...cluster, ...(Object.fromEntries(told) as Omit<ClusterClient, typeof Symbol.asyncDispose>) };
}
