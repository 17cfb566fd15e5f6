import type {
  V1NetworkPolicy,
  V1PriorityClass,
  V1RoleBinding,
  V1StorageClass,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

const rbac = 'rbac.authorization.k8s.io';

/** Kinds that are accepted and stored: their defaults as in kubernetes `pkg/apis/<group>/v1/defaults.go`, 1.34. */
export const networkPolicyStrategy: Strategy = {
  setDefaults(object) {
    const { spec } = object as unknown as Wire<V1NetworkPolicy>;
    if (!spec) return;
    const rules = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
    for (const port of rules.flatMap(({ ports }) => ports ?? [])) port.protocol ??= 'TCP';
    if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  },
};

export const priorityClassStrategy: Strategy = {
  setDefaults(object) {
    (object as unknown as Wire<V1PriorityClass>).preemptionPolicy ??= 'PreemptLowerPriority';
  },
};

export const storageClassStrategy: Strategy = {
  setDefaults(object) {
    const storageClass = object as unknown as Wire<V1StorageClass>;
    storageClass.reclaimPolicy ??= 'Delete';
    storageClass.volumeBindingMode ??= 'Immediate';
  },
};

export const roleBindingStrategy: Strategy = {
  setDefaults(object) {
    const { roleRef, subjects } = object as unknown as Wire<V1RoleBinding>;
    if (roleRef) roleRef.apiGroup ||= rbac;
    for (const subject of subjects ?? []) {
      if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= rbac;
    }
  },
};

export const horizontalPodAutoscalerStrategy: Strategy = {
  setDefaults(object) {
    const { spec } = object as unknown as Wire<V2HorizontalPodAutoscaler>;
    if (!spec) return;
    spec.minReplicas ??= 1;
    const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } };
    if (!spec.metrics?.length) spec.metrics = [{ type: 'Resource', resource: cpu }];
  },
  prepareForCreate(object) {
    object.status = { desiredReplicas: 0, currentMetrics: null };
  },
};

export const podDisruptionBudgetStrategy: Strategy = {
  prepareForCreate(object) {
    object.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  },
};

export const ingressStrategy: Strategy = {
  prepareForCreate(object) {
    object.status = { loadBalancer: {} };
  },
};
