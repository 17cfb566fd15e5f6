import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1PodTemplateSpec,
  V1ReplicaSet,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import { type LabelSelector, labelSelectorMatches } from '../objects/label-selector.ts';
import type { Wire } from '../wire.ts';
import { immutable, isEmptySelector, validateAnnotations, validateLabelSelector, validateLabels } from './metadata.ts';
import { nonNegative } from './names.ts';
import { validatePodSpec } from './pod-spec.ts';

type Template = Wire<V1PodTemplateSpec>;

/** Rules of kubernetes `pkg/apis/apps/validation` and `pkg/apis/batch/validation`, 1.34. */
export function validateDeployment({ spec }: Wire<V1Deployment>): FieldError[] {
  if (!spec) return [];
  const errors = nonNegative('spec.replicas', spec.replicas);
  errors.push(...validateSelector(spec.selector, 'deployment'));
  errors.push(...validateStrategy('spec.strategy', spec.strategy));
  const unmatched = templateMismatch(spec.selector, spec.template);
  errors.push(...unmatched, ...validateTemplate('spec.template', spec.template));
  errors.push(...onlyAlways('spec.template.spec', spec.template, 'ReplicaSet'));
  errors.push(...nonNegative('spec.minReadySeconds', spec.minReadySeconds));
  errors.push(...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit));
  errors.push(...nonNegative('spec.progressDeadlineSeconds', spec.progressDeadlineSeconds));
  const deadline = spec.progressDeadlineSeconds;
  if (deadline !== undefined && deadline <= (spec.minReadySeconds ?? 0)) {
    errors.push(invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
  }
  return errors;
}

export function validateReplicaSet({ spec }: Wire<V1ReplicaSet>): FieldError[] {
  if (!spec) return [];
  return [
    ...nonNegative('spec.replicas', spec.replicas),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...validateSelector(spec.selector, 'deployment'),
    ...(spec.template ? templateMismatch(spec.selector, spec.template) : []),
    ...validateTemplate('spec.template', spec.template),
    ...onlyAlways('spec.template.spec', spec.template, 'ReplicaSet'),
  ];
}

export function validateDaemonSet({ spec }: Wire<V1DaemonSet>): FieldError[] {
  if (!spec) return [];
  return [
    ...validateSelectorOnly(spec.selector),
    ...templateMismatch(spec.selector, spec.template),
    ...(isEmptySelector(spec.selector) && spec.selector
      ? [invalidValue('spec.selector', spec.selector, 'empty selector is invalid for daemonset')]
      : []),
    ...validateTemplate('spec.template', spec.template),
    ...onlyAlways('spec.template.spec', spec.template, 'DaemonSet'),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...validateDaemonSetStrategy('spec.updateStrategy', spec.updateStrategy),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
  ];
}

export function validateStatefulSet({ spec }: Wire<V1StatefulSet>): FieldError[] {
  if (!spec) return [];
  return [
    ...nonNegative('spec.replicas', spec.replicas),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...validateSelector(spec.selector, 'statefulset'),
    ...templateMismatch(spec.selector, spec.template),
    ...validateTemplate('spec.template', spec.template),
    ...onlyAlways('spec.template.spec', spec.template, 'StatefulSet'),
  ];
}

export function validateJob({ spec }: Wire<V1Job>): FieldError[] {
  if (!spec) return [];
  const errors = validateJobSpec('spec', spec);
  if (!spec.selector) errors.push(required('spec.selector', ''));
  else {
    errors.push(...validateLabelSelector('spec.selector', spec.selector));
    errors.push(...templateMismatch(spec.selector, spec.template));
  }
  return errors;
}

export function validateCronJob({ spec }: Wire<V1CronJob>): FieldError[] {
  if (!spec) return [];
  const schedule = spec.schedule ? [] : [required('spec.schedule', '')];
  const policies = ['Allow', 'Forbid', 'Replace'];
  const policy = spec.concurrencyPolicy ?? '';
  return [
    ...(spec.jobTemplate?.spec ? validateJobSpec('spec.jobTemplate.spec', spec.jobTemplate.spec) : []),
    ...schedule,
    ...(policies.includes(policy) ? [] : [notSupported('spec.concurrencyPolicy', policy, policies)]),
    ...nonNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds),
    ...nonNegative('spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit),
    ...nonNegative('spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit),
  ];
}

function validateJobSpec(field: string, spec: NonNullable<Wire<V1Job>['spec']>): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
  ] as const) {
    errors.push(...nonNegative(`${field}.${name}`, spec[name]));
  }
  const mode = spec.completionMode;
  const modes = ['NonIndexed', 'Indexed'];
  if (mode !== undefined && !modes.includes(mode)) errors.push(notSupported(`${field}.completionMode`, mode, modes));
  if (mode === 'Indexed' && spec.completions === undefined) {
    errors.push(required(`${field}.completions`, 'when completion mode is Indexed'));
  }
  errors.push(...validateTemplate(`${field}.template`, spec.template));
  const policy = spec.template?.spec?.restartPolicy;
  const path = `${field}.template.spec.restartPolicy`;
  if (!policy || policy === 'Always') errors.push(required(path, 'valid values: "OnFailure", "Never"'));
  else if (policy !== 'OnFailure' && policy !== 'Never')
    errors.push(notSupported(path, policy, ['OnFailure', 'Never']));
  return errors;
}

function validateSelector(selector: LabelSelector | undefined, kind: string): FieldError[] {
  const errors = validateSelectorOnly(selector);
  if (selector && isEmptySelector(selector)) {
    errors.push(invalidValue('spec.selector', selector, `empty selector is invalid for ${kind}`));
  }
  return errors;
}

function validateSelectorOnly(selector: LabelSelector | undefined): FieldError[] {
  return selector ? validateLabelSelector('spec.selector', selector) : [required('spec.selector', '')];
}

/** No selector at all selects nothing, an empty one everything. */
function templateMismatch(selector: LabelSelector | undefined, template: Template | undefined): FieldError[] {
  if (selector && validateLabelSelector('', selector).some(({ field }) => /\.(operator|values)$/.test(field))) {
    return [invalidValue('spec.selector', selector, 'invalid label selector')];
  }
  if (selector && labelSelectorMatches(selector, template?.metadata?.labels ?? {})) return [];
  return [
    invalidValue(
      'spec.template.metadata.labels',
      template?.metadata?.labels,
      '`selector` does not match template `labels`',
    ),
  ];
}

export function validateTemplate(field: string, template: Template | undefined): FieldError[] {
  const spec =
    template?.spec ?? ({ restartPolicy: 'Always', dnsPolicy: 'ClusterFirst' } as NonNullable<Template['spec']>);
  return [
    ...validateLabels(`${field}.labels`, template?.metadata?.labels),
    ...validateAnnotations(`${field}.annotations`, template?.metadata?.annotations),
    ...validatePodSpec(`${field}.spec`, spec),
  ];
}

function onlyAlways(field: string, template: Template | undefined, kind: string): FieldError[] {
  const policy = template?.spec?.restartPolicy ?? 'Always';
  const errors = policy === 'Always' ? [] : [notSupported(`${field}.restartPolicy`, policy, ['Always'])];
  if (template?.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbiddenField(`${field}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`));
  }
  return errors;
}

function validateStrategy(field: string, strategy: NonNullable<Wire<V1Deployment>['spec']>['strategy']): FieldError[] {
  const { type, rollingUpdate } = strategy ?? {};
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rollingUpdate ? [forbiddenField(`${field}.rollingUpdate`, detail)] : [];
  }
  if (type !== 'RollingUpdate')
    return [notSupported(field, { Type: type, RollingUpdate: null }, ['Recreate', 'RollingUpdate'])];
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const path = `${field}.rollingUpdate`;
  const errors = [
    ...intOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...intOrPercent(`${path}.maxSurge`, maxSurge),
  ];
  if (amount(maxUnavailable) === 0 && amount(maxSurge) === 0) {
    errors.push(invalidValue(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  return [...errors, ...atMostAll(`${path}.maxUnavailable`, maxUnavailable)];
}

function validateDaemonSetStrategy(
  field: string,
  strategy: NonNullable<Wire<V1DaemonSet>['spec']>['updateStrategy'],
): FieldError[] {
  const { type, rollingUpdate } = strategy ?? {};
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate')
    return [notSupported(field, { Type: type, RollingUpdate: null }, ['RollingUpdate', 'OnDelete'])];
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const path = `${field}.rollingUpdate`;
  const errors = [
    ...intOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...intOrPercent(`${path}.maxSurge`, maxSurge),
    ...atMostAll(`${path}.maxUnavailable`, maxUnavailable),
    ...atMostAll(`${path}.maxSurge`, maxSurge),
  ];
  const [unavailable, surge] = [amount(maxUnavailable) !== 0, amount(maxSurge) !== 0];
  if (unavailable && surge) {
    errors.push(invalidValue(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  }
  if (!unavailable && !surge) errors.push(required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  return errors;
}

type IntOrPercent = number | string | undefined;

export function intOrPercent(field: string, value: IntOrPercent): FieldError[] {
  if (typeof value === 'number') return nonNegative(field, value);
  if (value === undefined || /^[0-9]+%$/.test(value)) return [];
  const rule =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
  return [invalidValue(field, value, rule)];
}

export function atMostAll(field: string, value: IntOrPercent): FieldError[] {
  const over = typeof value === 'string' && /^[0-9]+%$/.test(value) && Number(value.slice(0, -1)) > 100;
  return over ? [invalidValue(field, value, 'must not be greater than 100%')] : [];
}

function amount(value: IntOrPercent): number {
  return typeof value === 'string' ? Number.parseInt(value, 10) || 0 : (value ?? 0);
}

/** Selectors of Deployments, ReplicaSets and DaemonSets stay as they were made. */
export function validateSelectorUpdate(next: unknown, current: unknown): FieldError[] {
  const selectorOf = (spec: unknown) => (spec as { selector?: LabelSelector } | undefined)?.selector;
  return immutable('spec.selector', selectorOf(next), selectorOf(current));
}

export function validateJobUpdate(next: Wire<V1Job>, current: Wire<V1Job>): FieldError[] {
  return [
    ...(next.spec?.completionMode === 'Indexed'
      ? []
      : immutable('spec.completions', next.spec?.completions, current.spec?.completions)),
    ...immutable('spec.selector', next.spec?.selector, current.spec?.selector),
    ...(jsonEqual(next.spec?.template, current.spec?.template)
      ? []
      : [invalidValue('spec.template', next.spec?.template, 'field is immutable')]),
    ...immutable('spec.completionMode', next.spec?.completionMode, current.spec?.completionMode),
  ];
}
