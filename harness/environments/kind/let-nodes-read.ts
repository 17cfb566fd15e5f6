import { EnvironmentError } from '../../errors/environment-error.ts';
import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';

import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';

const name = 'pii-harness:nodes-read';
const group = 'rbac.authorization.k8s.io';

/**
 * Lets the nodes of a cluster that is the harness's own read every pod, ConfigMap and Secret. A node may read those of its own
 * pods anyway, but a busy API server hears of a pod later than the kubelet does, and a kubelet that was refused takes a second and
 * more to ask again (node authorizer, Kubernetes 1.34). Throws `EnvironmentError`.
 */
export async function letNodesRead(requests: ClusterRequests): Promise<void> {
  const apiVersion = `${group}/v1`;
  const rules = [{ apiGroups: [''], resources: ['pods', 'configmaps', 'secrets'], verbs: ['get', 'list', 'watch'] }];
  try {
    await requests.apply({ apiVersion, kind: 'ClusterRole', metadata: { name }, rules });
    await requests.apply({
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name },
      subjects: [{ apiGroup: group, kind: 'Group', name: 'system:nodes' }],
    });
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    throw new EnvironmentError(
      `The new cluster does not take what its nodes may read: ${error.message}. If it is short of something, npm run doctor says of what.`,
      { cause: error },
    );
  }
}
