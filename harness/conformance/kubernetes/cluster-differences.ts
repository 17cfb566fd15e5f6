import type { AcceptedDifference } from '../accepted-difference.ts';

/** Where a cluster of kubeadm's making, such as kind's, answers otherwise than the bare API server that was recorded. */
export const clusterDifferences: readonly AcceptedDifference[] = [
  {
    case: 'access: a review of oneself',
    environment: 'kubernetes with nodes',
    real: 'Who comes with a token of the static file has a uid.',
    ours: 'Who comes with a certificate has none, and the id of the certificate as an extra.',
    reason: 'The administrator of a kubeadm cluster has a certificate.',
  },
  {
    case: 'access: what an administrator may',
    environment: 'kubernetes with nodes',
    real: 'An administrator of group system:masters is let in without a reason.',
    ours: 'The reason names the role of group kubeadm:cluster-admins.',
    reason: 'Since 1.29 kubeadm makes its administrators cluster-admin by RBAC.',
  },
  {
    case: 'faults in access: RoleBinding to a user',
    environment: 'kubernetes with nodes',
    real: '422, by validation.',
    ours: '500: unsupported role reference kind.',
    reason:
      'Only system:masters may bind what they do not have, so the role is looked up before the binding is validated. Source: kubernetes `pkg/registry/rbac/rolebinding/policybased`.',
  },
];
