import type { V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { type LabelSelector, labelSelectorMatches } from '../objects/label-selector.ts';
import type { Wire } from '../wire.ts';
import { isEmptySelector, validateAnnotations, validateLabelSelector, validateLabels } from './metadata.ts';
import { validatePodAnnotations } from './pod-annotations.ts';
import { validatePodSpec } from './pod-spec.ts';

export type Template = Wire<V1PodTemplateSpec>;

/** Source: kubernetes `ValidatePodTemplateSpec`, 1.34. */
export function validateTemplate(field: string, template: Template | undefined): FieldError[] {
  const { metadata, spec = {} as Wire<V1PodSpec> } = template ?? {};
  const ephemeral = `${field}.spec.ephemeralContainers`;
  return [
    ...validateLabels(`${field}.labels`, metadata?.labels),
    ...validateAnnotations(`${field}.annotations`, metadata?.annotations),
    ...validatePodAnnotations(`${field}.annotations`, metadata?.annotations ?? {}, spec),
    ...validatePodSpec(`${field}.spec`, spec),
    ...(spec.ephemeralContainers?.length
      ? [forbiddenField(ephemeral, 'ephemeral containers not allowed in pod template')]
      : []),
  ];
}

/** Pods of what keeps them running must be restarted. `kind` is what the server calls it. */
export function onlyAlways(field: string, template: Template | undefined, kind: string): FieldError[] {
  const policy = template?.spec?.restartPolicy ?? '';
  const errors = policy === 'Always' ? [] : [notSupported(`${field}.restartPolicy`, policy, ['Always'])];
  if (template?.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbiddenField(`${field}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`));
  }
  return errors;
}

/** A selector that must be there and must not select everything. */
export function validateSelector(field: string, selector: LabelSelector | undefined, kind: string): FieldError[] {
  if (!selector) return [required(field, '')];
  return [
    ...validateLabelSelector(field, selector),
    ...(isEmptySelector(selector)
      ? [invalidValue(field, printedSelector(selector), `empty selector is invalid for ${kind}`)]
      : []),
  ];
}

/** Whether the server can make anything of a selector; one that is left out selects nothing. */
export function isUsable(selector: LabelSelector | undefined): boolean {
  return !validateLabelSelector('', selector).length;
}

export function validateMatch(
  field: string,
  selector: LabelSelector | undefined,
  template: Template | undefined,
): FieldError[] {
  const labels = template?.metadata?.labels;
  if (selector && labelSelectorMatches(selector, labels ?? {})) return [];
  return [invalidValue(`${field}.metadata.labels`, sortedMap(labels), '`selector` does not match template `labels`')];
}

/** What Deployments and ReplicaSets share. Source: kubernetes `ValidatePodTemplateSpecForReplicaSet`, 1.34. */
export function validateSelectedTemplate(
  field: string,
  { selector, template }: { selector?: LabelSelector; template?: Template },
): FieldError[] {
  if (!isUsable(selector))
    return [invalidValue(`${field}.selector`, printedSelector(selector), 'invalid label selector')];
  const path = `${field}.template`;
  return [
    ...validateMatch(path, selector, template),
    ...validateTemplate(path, template),
    ...onlyAlways(`${path}.spec`, template, 'ReplicaSet'),
  ];
}

/** As Go prints a map. */
export function sortedMap(map: Readonly<Record<string, string>> | undefined): unknown {
  return map && Object.fromEntries(Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** As Go prints a selector. */
export function printedSelector(selector: LabelSelector | undefined): unknown {
  if (!selector) return undefined;
  const { matchLabels, matchExpressions } = selector;
  return {
    ...(matchLabels && { matchLabels: sortedMap(matchLabels) }),
    ...(matchExpressions && {
      matchExpressions: matchExpressions.map(({ key = '', operator = '', values }) => ({
        key,
        operator,
        ...(values?.length && { values }),
      })),
    }),
  };
}
