import type { Pod } from './cluster-client.ts';
import type { ClusterRequests } from './cluster-requests.ts';
import { cacheObjects, type ObjectCache } from './object-cache.ts';
import { resourcePath } from './resource-path.ts';

export type PodCache = ObjectCache<Pod>;

/** Lists and follows the pods of the namespaces, or of all when none is given. Throws when the first list is refused. */
export async function cachePods(requests: ClusterRequests, namespaces?: readonly string[]): Promise<PodCache> {
  return cacheObjects(requests, namespaces?.map((name) => resourcePath('v1', 'Pod', name)) ?? ['/api/v1/pods']);
}
