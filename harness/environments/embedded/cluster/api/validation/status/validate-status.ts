import type { V1Job, V1Pod } from '@kubernetes/client-node';
import { type FieldError, invalidValue } from '../../objects/field-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { parseQuantity } from '../../objects/quantity.ts';
import type { Wire } from '../../wire.ts';
import { type StandardCondition, validateStandardConditions } from './conditions.ts';
import { validateJobStatus } from './job-status.ts';
import { validateIngressStatus, validateServiceStatus } from './load-balancer-status.ts';
import { validatePodStatus } from './pod-status.ts';
import {
  validateAutoscalerStatus,
  validateBudgetCounters,
  validateDaemonSetStatus,
  validateDeploymentStatus,
  validateReplicaSetStatus,
  validateStatefulSetStatus,
} from './workload-status.ts';

type StatusRule = (next: KubeObject, current: KubeObject) => FieldError[];

const rules: Readonly<Record<string, StatusRule>> = {
  'daemonsets.apps': validateDaemonSetStatus,
  'deployments.apps': validateDeploymentStatus,
  'horizontalpodautoscalers.autoscaling': validateAutoscalerStatus,
  'ingresses.networking.k8s.io': validateIngressStatus,
  'jobs.batch': (next, current) => validateJobStatus(next as unknown as Wire<V1Job>, current as unknown as Wire<V1Job>),
  namespaces: validateNamespaceStatus,
  persistentvolumeclaims: validateClaimStatus,
  'poddisruptionbudgets.policy': (next) => [
    ...validateStandardConditions('status.conditions', conditionsOf(next)),
    ...validateBudgetCounters(next),
  ],
  pods: (next, current) => validatePodStatus(next as unknown as Wire<V1Pod>, current as unknown as Wire<V1Pod>),
  'replicasets.apps': validateReplicaSetStatus,
  services: validateServiceStatus,
  'statefulsets.apps': validateStatefulSetStatus,
};

/** What is wrong with the status that a client writes, for kinds that have rules for it. */
export function validateStatus(storage: string, next: KubeObject, current: KubeObject): FieldError[] {
  return rules[storage]?.(next, current) ?? [];
}

function conditionsOf({ status }: KubeObject): readonly StandardCondition[] {
  return (status as { conditions?: readonly StandardCondition[] } | undefined)?.conditions ?? [];
}

/** Source: kubernetes `ValidateNamespaceStatusUpdate`, 1.34, which writes the field in capitals. */
function validateNamespaceStatus({ metadata, status }: KubeObject): FieldError[] {
  const { phase } = (status ?? {}) as { phase?: string };
  const [wanted, when] = metadata.deletionTimestamp ? ['Terminating', 'not empty'] : ['Active', 'empty'];
  if (phase === wanted) return [];
  return [invalidValue('status.Phase', phase ?? '', `may only be '${wanted}' if \`deletionTimestamp\` is ${when}`)];
}

/** Source: kubernetes `ValidatePersistentVolumeClaimStatusUpdate`, 1.34, but for feature RecoverVolumeExpansionFailure. */
function validateClaimStatus({ status }: KubeObject): FieldError[] {
  const { capacity = {} } = (status ?? {}) as { capacity?: Readonly<Record<string, string>> };
  return Object.entries(capacity).flatMap(([name, amount]) => {
    const nanos = parseQuantity(amount)?.nanos ?? 0n;
    const whole = Number(nanos / 1_000_000_000n);
    return nanos < 0n ? [invalidValue(`status.capacity[${name}]`, whole, 'must be a valid resource quantity')] : [];
  });
}
