import type { V1APIResourceList } from '@kubernetes/client-node';
import { InputError } from '../../../errors/input-error.ts';
import type { ClusterRequests } from '../../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import { groupPath, isNamespaced, pluralOf } from '../../../kubernetes/resource-path.ts';
import type { Manifest } from '../../../manifests/manifest.ts';

/**
 * Throws `InputError`, with file and line, for a kind that the cluster lists under another name or scope than the harness takes
 * it for. One that it does not list is left for the API server to refuse, in its words.
 */
export async function requireKnownKinds(requests: ClusterRequests, manifests: readonly Manifest[]): Promise<void> {
  const versions = new Set(manifests.map(({ object }) => object.apiVersion));
  const lists = new Map(
    await Promise.all([...versions].map(async (version) => [version, await kindsOf(requests, version)] as const)),
  );
  for (const { object, locate } of manifests) {
    const { apiVersion, kind } = object;
    const found = lists.get(apiVersion)?.find((resource) => resource.kind === kind && !resource.name.includes('/'));
    if (found === undefined || (found.namespaced === isNamespaced(kind) && found.name === pluralOf(kind))) continue;
    const scope = found.namespaced ? 'of a namespace' : 'of the whole cluster';
    throw new InputError(
      `${kind} of ${apiVersion} is a kind ${scope} there, by the name ${found.name}, and the harness does not know it as that: leave this object out, and let an administrator apply it.`,
      locate(['kind']),
    );
  }
}

async function kindsOf(requests: ClusterRequests, apiVersion: string): Promise<V1APIResourceList['resources']> {
  try {
    return (await requests.get<V1APIResourceList>(groupPath(apiVersion))).resources;
  } catch (error) {
    if (error instanceof KubernetesError) return [];
    throw error;
  }
}
