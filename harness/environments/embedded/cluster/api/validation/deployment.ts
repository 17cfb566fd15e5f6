import type { V1Deployment, V1DeploymentStrategy, V1ReplicaSet } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { amountOf, atMostAll, intOrPercent } from './int-or-percent.ts';
import { nonNegative } from './names.ts';
import { validateSelectedTemplate, validateSelector } from './pod-template.ts';

/** Source: kubernetes `ValidateDeploymentSpec`, 1.34. */
export function validateDeployment({ spec }: Wire<V1Deployment>): FieldError[] {
  if (!spec) return [];
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec;
  return [
    ...nonNegative('spec.replicas', spec.replicas),
    ...validateSelector('spec.selector', spec.selector, 'deployment'),
    ...validateSelectedTemplate('spec', spec),
    ...validateStrategy('spec.strategy', spec.strategy ?? {}),
    ...nonNegative('spec.minReadySeconds', minReadySeconds),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
    ...nonNegative('spec.progressDeadlineSeconds', deadline),
    ...(deadline !== undefined && deadline <= minReadySeconds
      ? [invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

function validateStrategy(field: string, { type = '', rollingUpdate }: Wire<V1DeploymentStrategy>): FieldError[] {
  const path = `${field}.rollingUpdate`;
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rollingUpdate ? [forbiddenField(path, detail)] : [];
  }
  if (type !== 'RollingUpdate')
    return [notSupported(field, goStrategy(type, rollingUpdate), ['Recreate', 'RollingUpdate'])];
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  return [
    ...intOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...intOrPercent(`${path}.maxSurge`, maxSurge),
    ...(amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0
      ? [invalidValue(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...atMostAll(`${path}.maxUnavailable`, maxUnavailable),
  ];
}

/** The server prints its internal structure. */
export function goStrategy(
  type: string,
  rollingUpdate: { maxUnavailable?: number | string; maxSurge?: number | string } | undefined,
): unknown {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  return { Type: type, RollingUpdate: rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null };
}

/** Source: kubernetes `ValidateReplicaSetSpec`, 1.34, which speaks of a deployment, too. */
export function validateReplicaSet({ spec }: Wire<V1ReplicaSet>): FieldError[] {
  if (!spec) return [];
  return [
    ...nonNegative('spec.replicas', spec.replicas),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...validateSelector('spec.selector', spec.selector, 'deployment'),
    ...validateSelectedTemplate('spec', spec),
  ];
}
