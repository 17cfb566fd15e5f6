import type { V1PolicyRule } from '@kubernetes/client-node';
import { stringify } from 'yaml';

const name = 'pii-harness';

/**
 * A Role with the rights and its binding to a ServiceAccount, as YAML for an administrator to apply; the subject is to be
 * replaced where somebody else shall run the harness.
 */
export function rbacManifest({ namespace, rules }: { namespace: string; rules: readonly V1PolicyRule[] }): string {
  const metadata = { name, namespace };
  const api = 'rbac.authorization.k8s.io';
  const objects = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: `${api}/v1`, kind: 'Role', metadata, rules },
    {
      apiVersion: `${api}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: api, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
  const head = [
    `# All that a run of the harness asks for in the namespace ${namespace}. Nothing is asked of the cluster as a whole.`,
    '# Replace the subject by whoever runs the harness; the ServiceAccount is for a machine, and can be left out.',
    '',
  ];
  return `${head.join('\n')}${objects.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n')}`;
}
