import { type ClusterClient, openCluster, type Pod } from '../kubernetes/cluster-client.ts';
import type { ManifestObject } from '../manifests/manifest.ts';

/** Milliseconds from the first object created until so many pods of the namespace are ready. */
export async function applyToReady(
  kubeconfig: string,
  namespace: string,
  objects: readonly ManifestObject[],
  pods: number,
): Promise<number> {
  await using cluster = await openCluster(kubeconfig);
  const startedAt = performance.now();
  for (const object of objects) await cluster.create(object, namespace);
  await readyPods(cluster, namespace, pods);
  return performance.now() - startedAt;
}

async function readyPods(cluster: ClusterClient, namespace: string, wanted: number): Promise<void> {
  const stop = new AbortController();
  const ready = Promise.withResolvers<void>();
  const look = async () => {
    const all = await cluster.pods(namespace);
    if (all.filter(isReady).length >= wanted) ready.resolve();
  };
  const watch = cluster.watchPods(namespace, () => void look().catch(ready.reject), stop.signal);
  watch.catch(ready.reject);
  await ready.promise;
  stop.abort();
  await watch;
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}
