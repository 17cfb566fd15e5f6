import type { V1ClusterRole, V1RoleBinding } from '@kubernetes/client-node';
import { validateRole, validateRoleBinding, validateRoleBindingUpdate } from '../../validation/rbac.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

const group = 'rbac.authorization.k8s.io';

export const roleStrategy: Strategy = {
  setDefaults(object) {
    object.rules ??= null;
  },
  validate: (object) => validateRole(object as unknown as Wire<V1ClusterRole>),
};

/** Defaults as in kubernetes `pkg/apis/rbac/v1/defaults.go`, 1.34. */
export const roleBindingStrategy: Strategy = {
  setDefaults(object) {
    const binding = object as unknown as Wire<V1RoleBinding>;
    binding.roleRef = { ...binding.roleRef, apiGroup: binding.roleRef?.apiGroup || group };
    const { subjects } = binding;
    for (const subject of subjects ?? []) {
      if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= group;
    }
  },
  validate: (object) => validateRoleBinding(object as unknown as Wire<V1RoleBinding>),
  validateUpdate: (next, current) =>
    validateRoleBindingUpdate(next as unknown as Wire<V1RoleBinding>, current as unknown as Wire<V1RoleBinding>),
};
