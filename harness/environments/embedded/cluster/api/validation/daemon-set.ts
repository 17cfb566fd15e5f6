import type { V1DaemonSet, V1DaemonSetUpdateStrategy } from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { goStrategy } from './deployment.ts';
import { amountOf, atMostAll, intOrPercent } from './int-or-percent.ts';
import { isEmptySelector, validateLabelSelector } from './metadata.ts';
import { nonNegative } from './names.ts';
import { isUsable, onlyAlways, printedSelector, validateMatch, validateTemplate } from './pod-template.ts';

/** Source: kubernetes `ValidateDaemonSetSpec`, 1.34. */
export function validateDaemonSet({ spec }: Wire<V1DaemonSet>): FieldError[] {
  if (!spec) return [];
  const { selector, template } = spec;
  return [
    ...validateLabelSelector('spec.selector', selector),
    ...(isUsable(selector) ? validateMatch('spec.template', selector, template) : []),
    ...(selector && isEmptySelector(selector)
      ? [invalidValue('spec.selector', printedSelector(selector), 'empty selector is invalid for daemonset')]
      : []),
    ...validateTemplate('spec.template', template),
    ...onlyAlways('spec.template.spec', template, 'DaemonSet'),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...validateStrategy('spec.updateStrategy', spec.updateStrategy ?? {}),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
  ];
}

function validateStrategy(field: string, { type = '', rollingUpdate }: Wire<V1DaemonSetUpdateStrategy>): FieldError[] {
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate')
    return [notSupported(field, goStrategy(type, rollingUpdate), ['RollingUpdate', 'OnDelete'])];
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const path = `${field}.rollingUpdate`;
  const errors = [
    ...intOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...intOrPercent(`${path}.maxSurge`, maxSurge),
    ...atMostAll(`${path}.maxUnavailable`, maxUnavailable),
    ...atMostAll(`${path}.maxSurge`, maxSurge),
  ];
  const [unavailable, surge] = [amountOf(maxUnavailable) !== 0, amountOf(maxSurge) !== 0];
  if (unavailable && surge)
    errors.push(invalidValue(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  if (!unavailable && !surge) errors.push(required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  return errors;
}
