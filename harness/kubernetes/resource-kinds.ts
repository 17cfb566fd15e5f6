import type { ClusterRequests } from './cluster-requests.ts';

/** A kind of objects that a cluster holds, as its discovery tells. */
export interface ResourceKind {
  /** With its group, as `endpointslices.discovery.k8s.io`. */
  readonly name: string;
  readonly verbs: readonly string[];
  readonly namespaced: boolean;
  /** Path of its collection: of the whole cluster, or of a namespace. */
  collection(namespace: string): string;
}

const discovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface GroupList {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources?: readonly Resource[] }[];
  }[];
}

interface Resource {
  readonly resource: string;
  readonly scope: 'Cluster' | 'Namespaced';
  readonly verbs: readonly string[];
}

/** What a cluster can hold, each kind in the first version of its group that has it. Rejects with `KubernetesError`. */
export async function resourceKinds(requests: ClusterRequests): Promise<ResourceKind[]> {
  const lists = await Promise.all(['/api', '/apis'].map((root) => requests.get<GroupList>(root, discovery)));
  const kinds = new Map<string, ResourceKind>();
  for (const kind of lists.flatMap(({ items }) => items.flatMap(kindsOf))) {
    if (!kinds.has(kind.name)) kinds.set(kind.name, kind);
  }
  return [...kinds.values()];
}

function kindsOf({ metadata, versions }: GroupList['items'][number]): ResourceKind[] {
  const group = metadata?.name ?? '';
  return versions.flatMap(({ version, resources = [] }) => {
    const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    return resources.map(({ resource, scope, verbs }) => {
      const namespaced = scope === 'Namespaced';
      return {
        name: group === '' ? resource : `${resource}.${group}`,
        verbs,
        namespaced,
        collection: (namespace: string) =>
          namespaced ? `${base}/namespaces/${namespace}/${resource}` : `${base}/${resource}`,
      };
    });
  });
}
