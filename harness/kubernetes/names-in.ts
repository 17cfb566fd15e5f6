import type { ClusterRequests } from './cluster-requests.ts';
import { KubernetesError } from './kubernetes-error.ts';

const namesOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** Paths of the objects in a collection; none where its kind has just gone. `query` narrows them. Rejects with `KubernetesError`. */
export async function namesIn(requests: ClusterRequests, collection: string, query = ''): Promise<string[]> {
  try {
    const { items } = await requests.get<{ items: { metadata: { name: string } }[] | null }>(
      `${collection}${query}`,
      namesOnly,
    );
    return (items ?? []).map(({ metadata }) => `${collection}/${metadata.name}`);
  } catch (error) {
    if (error instanceof KubernetesError && error.status === 404) return [];
    throw error;
  }
}
