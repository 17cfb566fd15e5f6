import type { FieldError } from '../../objects/field-error.ts';
import { invalidValue } from '../../objects/field-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { nonNegative } from '../names.ts';

/** The counters of a status; Go reads one that is not there as 0. */
type Counters = Readonly<Record<string, number | undefined>>;

const countersOf = ({ status }: KubeObject): Counters => (status ?? {}) as Counters;

function allNonNegative(counters: Counters, names: readonly string[]): FieldError[] {
  return names.flatMap((name) => nonNegative(`status.${name}`, counters[name]));
}

function noMoreThan(counters: Counters, name: string, limit: string, shown = `status.${limit}`): FieldError[] {
  const value = counters[name] ?? 0;
  return value > (counters[limit] ?? 0)
    ? [invalidValue(`status.${name}`, value, `cannot be greater than ${shown}`)]
    : [];
}

function collisionsOnlyGrow(next: Counters, current: Counters): FieldError[] {
  const [value, before] = [next.collisionCount, current.collisionCount];
  if (before === undefined || (value !== undefined && value >= before)) return [];
  return [invalidValue('status.collisionCount', value, 'cannot be decremented')];
}

/** Source: kubernetes `ValidateDeploymentStatusUpdate`, 1.34. */
export function validateDeploymentStatus(next: KubeObject, current: KubeObject): FieldError[] {
  const counters = countersOf(next);
  return [
    ...allNonNegative(counters, ['observedGeneration', 'replicas', 'updatedReplicas', 'readyReplicas']),
    ...allNonNegative(counters, ['availableReplicas', 'unavailableReplicas', 'collisionCount']),
    ...['updatedReplicas', 'readyReplicas', 'availableReplicas'].flatMap((name) =>
      noMoreThan(counters, name, 'replicas'),
    ),
    ...noMoreThan(counters, 'availableReplicas', 'readyReplicas', 'readyReplicas'),
    ...collisionsOnlyGrow(counters, countersOf(current)),
  ];
}

/** Source: kubernetes `ValidateReplicaSetStatus`, 1.34. */
export function validateReplicaSetStatus(next: KubeObject): FieldError[] {
  const counters = countersOf(next);
  return [
    ...allNonNegative(counters, ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas']),
    ...allNonNegative(counters, ['observedGeneration']),
    ...['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'].flatMap((name) =>
      noMoreThan(counters, name, 'replicas'),
    ),
    ...noMoreThan(counters, 'availableReplicas', 'readyReplicas', 'readyReplicas'),
  ];
}

/** Source: kubernetes `ValidateStatefulSetStatus` and `ValidateStatefulSetStatusUpdate`, 1.34. */
export function validateStatefulSetStatus(next: KubeObject, current: KubeObject): FieldError[] {
  const counters = countersOf(next);
  const parts = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'];
  return [
    ...allNonNegative(counters, ['replicas', ...parts, 'observedGeneration', 'collisionCount']),
    ...parts.flatMap((name) => noMoreThan(counters, name, 'replicas')),
    ...noMoreThan(counters, 'availableReplicas', 'readyReplicas'),
    ...collisionsOnlyGrow(counters, countersOf(current)),
  ];
}

/** Source: kubernetes `ValidateDaemonSetStatusUpdate`, 1.34. */
export function validateDaemonSetStatus(next: KubeObject, current: KubeObject): FieldError[] {
  const counters = countersOf(next);
  return [
    ...allNonNegative(counters, ['currentNumberScheduled', 'numberMisscheduled', 'desiredNumberScheduled']),
    ...allNonNegative(counters, ['numberReady', 'observedGeneration', 'updatedNumberScheduled', 'numberAvailable']),
    ...allNonNegative(counters, ['numberUnavailable', 'collisionCount']),
    ...collisionsOnlyGrow(counters, countersOf(current)),
  ];
}

/** Source: kubernetes `ValidateHorizontalPodAutoscalerStatusUpdate`, 1.34. */
export function validateAutoscalerStatus(next: KubeObject): FieldError[] {
  return allNonNegative(countersOf(next), ['currentReplicas', 'desiredReplicas']);
}

/** Source: kubernetes `ValidatePodDisruptionBudgetStatusUpdate`, 1.34, but its conditions. */
export function validateBudgetCounters(next: KubeObject): FieldError[] {
  return allNonNegative(countersOf(next), ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods']);
}
