import type { V1PolicyRule } from '@kubernetes/client-node';

/**
 * The least that a user must be granted in a relay's namespace for `startRelay` in mode `service`, as rules of a Role. In other
 * namespaces of `podNamespaces` the second rule is enough, for `pods` alone.
 */
export const relayRights: readonly V1PolicyRule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'secrets', 'services'],
    verbs: ['create', 'delete'],
  },
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create', 'delete'] },
  // `get` is what a WebSocket is up to Kubernetes 1.34, `create` from 1.35 on.
  { apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] },
  // For what is told when the relay does not get ready.
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: [''], resources: ['events'], verbs: ['list'] },
];
