import type { V1PersistentVolumeClaim, V1StatefulSet, V1Volume } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { cloneJson, jsonEqual } from '../objects/json.ts';
import type { Wire } from '../wire.ts';
import { validateAnnotations, validateLabels } from './metadata.ts';
import { checked, dns1123Label, nonNegative } from './names.ts';
import { validateClaimSpec } from './persistent-volume-claim.ts';
import { validatePodAnnotations } from './pod-annotations.ts';
import {
  isUsable,
  onlyAlways,
  printedSelector,
  type Template,
  validateMatch,
  validateSelector,
  validateTemplate,
} from './pod-template.ts';

type StatefulSetSpec = NonNullable<Wire<V1StatefulSet>['spec']>;

/** What is checked of a new set only, since it never changes. Source: kubernetes `ValidateStatefulSet`, 1.34. */
export function validateStatefulSetCreate({ spec }: Wire<V1StatefulSet>): FieldError[] {
  return [
    ...(spec?.volumeClaimTemplates ?? []).flatMap((claim, index) =>
      validateClaimSpec(`spec.volumeClaimTemplates[${index}].spec`, claim.spec),
    ),
    ...(spec?.serviceName ? checked(dns1123Label, 'spec.serviceName', spec.serviceName) : []),
  ];
}

/** Source: kubernetes `ValidateStatefulSetSpec`, 1.34. */
export function validateStatefulSet({ spec }: Wire<V1StatefulSet>): FieldError[] {
  if (!spec) return [];
  const { podManagementPolicy: management = '', selector } = spec;
  const errors: FieldError[] = [];
  if (!management) errors.push(required('spec.podManagementPolicy', ''));
  else if (management !== 'OrderedReady' && management !== 'Parallel')
    errors.push(invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'"));
  errors.push(...validateStrategy('spec.updateStrategy', spec.updateStrategy));
  for (const part of ['whenDeleted', 'whenScaled'] as const) {
    const policy = spec.persistentVolumeClaimRetentionPolicy?.[part] ?? '';
    if (policy !== 'Retain' && policy !== 'Delete')
      errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${part}`, policy, ['Retain', 'Delete']));
  }
  errors.push(...nonNegative('spec.replicas', spec.replicas));
  errors.push(...nonNegative('spec.minReadySeconds', spec.minReadySeconds));
  errors.push(...nonNegative('spec.ordinals.start', spec.ordinals?.start));
  errors.push(...validateSelector('spec.selector', selector, 'statefulset'));
  if (isUsable(selector)) {
    const template = withClaims(spec);
    errors.push(
      ...validateMatch('spec.template', selector, template),
      ...validateSetTemplate('spec.template', template),
    );
  } else errors.push(invalidValue('spec.selector', printedSelector(selector), ''));
  return [...errors, ...onlyAlways('spec.template.spec', spec.template, 'StatefulSet')];
}

function validateSetTemplate(field: string, template: Template | undefined): FieldError[] {
  const { metadata, spec } = template ?? {};
  return [
    ...validateTemplate(field, template),
    ...validateLabels(`${field}.labels`, metadata?.labels),
    ...validateAnnotations(`${field}.annotations`, metadata?.annotations),
    ...validatePodAnnotations(`${field}.annotations`, metadata?.annotations ?? {}, spec ?? { containers: [] }),
  ];
}

/** The template as its pods will be: with a volume for each claim, and a name of their own. */
function withClaims({ template, volumeClaimTemplates: claims = [] }: StatefulSetSpec): Template | undefined {
  if (!template?.spec) return template;
  const copy = cloneJson(template);
  delete copy.spec?.subdomain;
  delete copy.spec?.hostname;
  if (!claims.length || !copy.spec) return copy;
  const volumes = new Map(claims.map((claim) => [nameOf(claim), volumeOf(claim)]));
  const others = (copy.spec.volumes ?? []).filter(({ name = '' }) => !volumes.has(name));
  copy.spec.volumes = [...volumes.values(), ...others];
  return copy;
}

function nameOf({ metadata }: Wire<V1PersistentVolumeClaim>): string {
  return metadata?.name ?? '';
}

function volumeOf(claim: Wire<V1PersistentVolumeClaim>): Wire<V1Volume> {
  return { name: nameOf(claim), persistentVolumeClaim: { claimName: nameOf(claim) } };
}

function validateStrategy(field: string, strategy: StatefulSetSpec['updateStrategy']): FieldError[] {
  const { type, rollingUpdate } = strategy ?? {};
  if (!type) return [required(field, '')];
  const path = `${field}.rollingUpdate`;
  const partition = rollingUpdate?.partition ?? 0;
  const printed = rollingUpdate ? { Partition: partition, MaxUnavailable: null } : null;
  if (type === 'OnDelete') {
    if (!rollingUpdate) return [];
    return [invalidValue(path, printed, "only allowed for updateStrategy 'RollingUpdate'")];
  }
  if (type !== 'RollingUpdate') {
    const value = { Type: type, RollingUpdate: printed };
    return [invalidValue(field, value, "must be 'RollingUpdate' or 'OnDelete'")];
  }
  return nonNegative(`${path}.partition`, partition);
}

const updatable = [
  ...(['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit'] as const),
  ...(['persistentVolumeClaimRetentionPolicy', 'minReadySeconds'] as const),
];
const updateRule =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** Source: kubernetes `ValidateStatefulSetUpdate`, 1.34. */
export function validateStatefulSetUpdate(next: Wire<V1StatefulSet>, current: Wire<V1StatefulSet>): FieldError[] {
  const rest = (spec: Wire<V1StatefulSet>['spec']) => {
    const copy: Partial<StatefulSetSpec> = { ...spec };
    for (const field of updatable) delete copy[field];
    return copy;
  };
  return jsonEqual(rest(next.spec), rest(current.spec)) ? [] : [forbiddenField('spec', updateRule)];
}
