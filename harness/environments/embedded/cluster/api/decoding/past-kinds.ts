/**
 * Kinds that a server of 1.34 still knows without serving them: it takes their names, and refuses them for what they are.
 * Asked of a real one, kind by kind.
 */
const kinds: Readonly<Record<string, readonly string[]>> = {
  '/v1': ['List', 'PodStatusResult', 'RangeAllocation', 'SerializedReference', 'Status'],
  'apps/v1beta1': ['ControllerRevision', 'Deployment', 'DeploymentRollback', 'StatefulSet'],
  'apps/v1beta2': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'autoscaling/v2beta1': ['HorizontalPodAutoscaler'],
  'autoscaling/v2beta2': ['HorizontalPodAutoscaler'],
  'batch/v1beta1': ['CronJob'],
  'coordination.k8s.io/v1beta1': ['Lease'],
  'discovery.k8s.io/v1beta1': ['EndpointSlice'],
  'events.k8s.io/v1beta1': ['Event'],
  'extensions/v1beta1': ['DaemonSet', 'Deployment', 'Ingress', 'NetworkPolicy', 'ReplicaSet', 'Scale'],
  'networking.k8s.io/v1beta1': ['Ingress', 'IngressClass'],
  'node.k8s.io/v1beta1': ['RuntimeClass'],
  'policy/v1beta1': ['Eviction', 'PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1alpha1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'rbac.authorization.k8s.io/v1beta1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io/v1alpha1': ['PriorityClass'],
  'scheduling.k8s.io/v1beta1': ['PriorityClass'],
  'storage.k8s.io/v1beta1': ['StorageClass'],
};

export function isPastKind(group: string, version: string, kind: string): boolean {
  const known = kinds[`${group}/${version}`] ?? [];
  return known.includes(kind) || known.includes(kind.replace(/List$/, ''));
}
