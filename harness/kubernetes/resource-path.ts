const clusterScoped = new Set([
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CSIDriver',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'SelfSubjectAccessReview',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

export function isNamespaced(kind: string): boolean {
  return !clusterScoped.has(kind);
}

/** Name of a kind's collection, by the rule that Kubernetes' own kinds and almost all others keep: `networkpolicies`. */
export function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** Collection path of a kind, for example `/apis/apps/v1/namespaces/qpoint/daemonsets`. */
export function resourcePath(apiVersion: string, kind: string, namespace: string | undefined): string {
  const root = groupPath(apiVersion);
  const plural = pluralOf(kind);
  return isNamespaced(kind) && namespace !== undefined
    ? `${root}/namespaces/${namespace}/${plural}`
    : `${root}/${plural}`;
}

/** Where the kinds of an `apiVersion` are listed. */
export function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
