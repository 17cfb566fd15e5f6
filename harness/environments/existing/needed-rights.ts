import type { V1PolicyRule } from '@kubernetes/client-node';
import { pluralOf } from '../../kubernetes/resource-path.ts';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { grantingRights } from './granting-rights.ts';
import { ownerName } from './run-names.ts';

type ObjectKind = Pick<ManifestObject, 'apiVersion' | 'kind'>;

/** Kinds that a run makes itself, beside those of the manifests. */
const ownKinds: readonly ObjectKind[] = [
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'batch/v1', kind: 'Job' },
];

/**
 * The least that a user must be granted in the run's namespace to make these objects, as rules of a Role there; nothing is
 * asked of the cluster. Objects are made, never read, changed or removed, but for one: the run's record. What a run made goes with that, by the
 * cluster's own garbage collector. No Secret is ever read.
 */
export function neededRights(namespace: string, objects: readonly ManifestObject[]): V1PolicyRule[] {
  const resources = Map.groupBy([...ownKinds, ...objects].map(resourceOf), ({ group }) => group);
  const making = [...resources].map(([group, list]) => ({
    apiGroups: [group],
    resources: [...new Set(list.map(({ resource }) => resource))].sort(),
    verbs: ['create'],
  }));
  return [
    // A Namespace is asked for in itself, so that a Role is enough.
    { apiGroups: [''], resources: ['namespaces'], resourceNames: [namespace], verbs: ['get'] },
    ...making,
    { apiGroups: [''], resources: ['configmaps'], resourceNames: [ownerName], verbs: ['get', 'patch', 'delete'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
    { apiGroups: [''], resources: ['pods/log', 'pods/proxy'], verbs: ['get'] },
    // `get` is what a WebSocket is up to Kubernetes 1.34, `create` from 1.35 on.
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] },
    { apiGroups: [''], resources: ['events'], verbs: ['list'] },
    ...grantingRights(objects),
  ];
}

function resourceOf({ apiVersion, kind }: ObjectKind): { group: string; resource: string } {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return { group, resource: pluralOf(kind) };
}
