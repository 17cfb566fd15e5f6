import type { V1Job, V1JobSpec } from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required, tooLong } from '../objects/field-error.ts';
import { cloneJson, jsonEqual } from '../objects/json.ts';
import { labelSelectorMatches } from '../objects/label-selector.ts';
import type { Wire } from '../wire.ts';
import { validateFailurePolicy, validateSuccessPolicy } from './job-policies.ts';
import { immutable, validateLabelSelector } from './metadata.ts';
import { checked, dns1123Label, dns1123Subdomain, nonNegative, oneOfIfSet } from './names.ts';
import { isUsable, printedSelector, sortedMap, validateMatch, validateTemplate } from './pod-template.ts';

type Job = Wire<V1Job>;
type JobSpec = Wire<V1JobSpec>;

/** Source: kubernetes `ValidateJob`, 1.34, beyond the specification. */
function validateWhole(job: Job): FieldError[] {
  const { metadata, spec } = job;
  const errors = validateGeneratedSelector(job);
  if (spec?.completionMode !== 'Indexed' || !spec.completions || spec.completions < 0) return errors;
  const last = `${metadata?.name ?? ''}-${spec.completions - 1}`;
  if (!dns1123Label(last).length) return errors;
  const detail = `will not able to create pod with invalid DNS label: ${last}`;
  return [...errors, invalidValue('metadata.name', metadata?.name ?? '', detail)];
}

/** Source: kubernetes `ValidateJob`, 1.34. */
export function validateJob(job: Job): FieldError[] {
  const { spec } = job;
  if (!spec) return [];
  const { selector, template } = spec;
  return [
    ...validateWhole(job),
    ...validateJobSpec('spec', spec),
    ...(selector ? validateLabelSelector('spec.selector', selector) : [required('spec.selector', '')]),
    ...(isUsable(selector) ? validateMatch('spec.template', selector, template) : []),
  ];
}

const prefixed = 'batch.kubernetes.io/';

/** Source: kubernetes `validateGeneratedSelector`. */
function validateGeneratedSelector({ metadata, spec }: Job): FieldError[] {
  if (!spec?.selector || spec.manualSelector) return [];
  const [uid = '', name = ''] = [metadata?.uid, metadata?.name];
  const expected = {
    'controller-uid': uid,
    'job-name': name,
    [`${prefixed}controller-uid`]: uid,
    [`${prefixed}job-name`]: name,
  };
  const labels = spec.template?.metadata?.labels ?? {};
  const errors = Object.entries(expected).flatMap(([key, value]) => {
    const path = `spec.template.metadata.labels[${key}]`;
    if (labels[key] === undefined) return [required(path, `must be '${value}'`)];
    return labels[key] === value ? [] : [invalidValue(path, sortedMap(labels), `must be '${value}'`)];
  });
  if (!isUsable(spec.selector) || labelSelectorMatches(spec.selector, expected)) return errors;
  return [...errors, invalidValue('spec.selector', printedSelector(spec.selector), '`selector` not auto-generated')];
}

const counts = [
  ...(['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit'] as const),
  ...(['ttlSecondsAfterFinished', 'backoffLimitPerIndex', 'maxFailedIndexes'] as const),
];

/** What Jobs and CronJobs share. Source: kubernetes `validateJobSpec`, 1.34. */
export function validateJobSpec(field: string, spec: JobSpec): FieldError[] {
  const { completionMode: mode, managedBy } = spec;
  const errors = counts.flatMap((name) => nonNegative(`${field}.${name}`, spec[name]));
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    errors.push(required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  if (managedBy !== undefined) errors.push(...validateManager(`${field}.managedBy`, managedBy));
  errors.push(...oneOfIfSet(`${field}.completionMode`, mode, ['NonIndexed', 'Indexed']));
  if (mode === 'Indexed') errors.push(...validateIndexed(field, spec));
  if (mode === undefined || mode === 'NonIndexed') {
    for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
      if (spec[name] !== undefined)
        errors.push(invalidValue(`${field}.${name}`, spec[name], 'requires indexed completion mode'));
  }
  errors.push(...validateFailurePolicy(`${field}.podFailurePolicy`, spec));
  errors.push(...validateSuccessPolicy(`${field}.successPolicy`, spec));
  const replacement = spec.podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'];
  errors.push(...oneOfIfSet(`${field}.podReplacementPolicy`, spec.podReplacementPolicy, replacement));
  errors.push(...validateTemplate(`${field}.template`, spec.template));
  return [...errors, ...validateRestartPolicy(`${field}.template.spec.restartPolicy`, spec)];
}

function validateRestartPolicy(field: string, { template, podFailurePolicy }: JobSpec): FieldError[] {
  const policy = template?.spec?.restartPolicy;
  if (!policy || policy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')];
  if (policy !== 'OnFailure' && policy !== 'Never') return [notSupported(field, policy, ['OnFailure', 'Never'])];
  if (!podFailurePolicy || policy === 'Never') return [];
  return [invalidValue(field, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}

const soft = 100_000;

function validateIndexed(field: string, spec: JobSpec): FieldError[] {
  const { completions, parallelism, maxFailedIndexes: failed } = spec;
  const errors: FieldError[] = [];
  const invalid = (name: 'parallelism' | 'maxFailedIndexes', detail: string) =>
    errors.push(invalidValue(`${field}.${name}`, spec[name], detail));
  if (completions === undefined) errors.push(required(`${field}.completions`, 'when completion mode is Indexed'));
  if ((parallelism ?? 0) > soft)
    invalid('parallelism', `must be less than or equal to ${soft} when completion mode is Indexed`);
  if (completions !== undefined && failed !== undefined && failed > completions)
    invalid('maxFailedIndexes', 'must be less than or equal to completions');
  if ((failed ?? 0) > soft) invalid('maxFailedIndexes', `must be less than or equal to ${soft}`);
  if ((completions ?? 0) <= soft || spec.backoffLimitPerIndex === undefined) return errors;
  const detail = `must be less than or equal to 10000 when completions are above ${soft} and used with backoff limit per index`;
  if (failed === undefined)
    errors.push(required(`${field}.maxFailedIndexes`, `must be specified when completions is above ${soft}`));
  if ((parallelism ?? 0) > 10_000) invalid('parallelism', detail);
  if ((failed ?? 0) > 10_000) invalid('maxFailedIndexes', detail);
  return errors;
}

/** Source: apimachinery `IsDomainPrefixedPath`. */
function validateManager(field: string, name: string): FieldError[] {
  const errors: FieldError[] = [];
  const [domain = '', ...rest] = name.split('/');
  const path = rest.join('/');
  if (!name) errors.push(required(field, ''));
  else if (!rest.length || !domain || !path)
    errors.push(invalidValue(field, name, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  else {
    errors.push(...checked(dns1123Subdomain, field, domain));
    const rule = "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";
    if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path)) errors.push(invalidValue(field, path, rule));
  }
  return name.length > 63 ? [...errors, tooLong(field, 63)] : errors;
}

/** Source: kubernetes `ValidateJobSpecUpdate`, 1.34. */
export function validateJobUpdate(next: Job, current: Job): FieldError[] {
  const [spec, before] = [next.spec ?? ({} as JobSpec), current.spec ?? ({} as JobSpec)];
  const same = (name: keyof JobSpec) => immutable(`spec.${name}`, spec[name], before[name]);
  return [
    ...(spec.completionMode === 'Indexed' ? validateCompletions(spec, before) : same('completions')),
    ...(jsonEqual(spec.selector ?? null, before.selector ?? null)
      ? []
      : [invalidValue('spec.selector', printedSelector(spec.selector), 'field is immutable')]),
    ...validateTemplateUpdate(spec, current),
    ...(['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const).flatMap(
      same,
    ),
  ];
}

function validateCompletions(spec: JobSpec, before: JobSpec): FieldError[] {
  const { completions, parallelism } = spec;
  if (completions === undefined || completions === before.completions || completions === parallelism) return [];
  return [invalidValue('spec.completions', completions, 'can only be modified in tandem with spec.parallelism')];
}

/** A suspended Job that has not started may still be told where to run. */
function validateTemplateUpdate(spec: JobSpec, current: Job): FieldError[] {
  const before = cloneJson(current.spec?.template);
  if (current.spec?.suspend && !current.status?.startTime && before?.spec && spec.template?.spec) {
    const { affinity, nodeSelector, tolerations, schedulingGates } = spec.template.spec;
    const { labels, annotations } = spec.template.metadata ?? {};
    const { nodeAffinity: _old, ...others } = before.spec.affinity ?? {};
    const merged = { ...others, ...(affinity?.nodeAffinity && { nodeAffinity: affinity.nodeAffinity }) };
    Object.assign(before.spec, { nodeSelector, tolerations, schedulingGates });
    Object.assign(before.spec, { affinity: affinity || Object.keys(merged).length ? merged : undefined });
    before.metadata = Object.assign(before.metadata ?? {}, { labels, annotations });
  }
  if (jsonEqual(cloneJson(spec.template), cloneJson(before))) return [];
  return [invalidValue('spec.template', spec.template, 'field is immutable')];
}
