import type {
  V1PersistentVolumeClaim,
  V1PersistentVolumeClaimSpec,
  V1PersistentVolumeClaimTemplate,
} from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { cloneJson, jsonEqual } from '../objects/json.ts';
import { parseQuantity } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';
import { immutable, validateAnnotations, validateLabelSelector, validateLabels } from './metadata.ts';
import { checked, dns1123Subdomain, oneOfIfSet } from './names.ts';
import { validateResourceValue } from './resources.ts';

type Claim = Wire<V1PersistentVolumeClaim>;
type ClaimSpec = Wire<V1PersistentVolumeClaimSpec>;

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** What claims and volumes share. Source: kubernetes `ValidatePersistentVolumeClaimSpec`. */
export function validateAccessModes(field: string, modes: readonly string[] = []): FieldError[] {
  const alone = modes.includes('ReadWriteOncePod');
  const others = modes.some((mode) => mode !== 'ReadWriteOncePod' && accessModes.includes(mode));
  return [
    ...modes.filter((mode) => !accessModes.includes(mode)).map((mode) => notSupported(field, mode, accessModes)),
    ...(alone && others ? [forbiddenField(field, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
}

export const volumeModes = ['Block', 'Filesystem'];

/** Source: kubernetes `ValidatePersistentVolumeClaimSpec`, 1.34. */
export function validateClaimSpec(field: string, spec: ClaimSpec = {}): FieldError[] {
  const { dataSource, dataSourceRef, volumeAttributesClassName: attributes } = spec;
  const errors: FieldError[] = [];
  if (!spec.accessModes?.length) errors.push(required(`${field}.accessModes`, 'at least 1 access mode is required'));
  errors.push(...validateLabelSelector(`${field}.selector`, spec.selector));
  errors.push(...validateAccessModes(`${field}.accessModes`, spec.accessModes));
  errors.push(...validateSize(`${field}.resources[storage]`, spec.resources?.requests?.storage));
  const named = (name: string, value: string | undefined) =>
    value ? checked(dns1123Subdomain, `${field}.${name}`, value) : [];
  errors.push(...named('storageClassName', spec.storageClassName));
  errors.push(...oneOfIfSet(`${field}.volumeMode`, spec.volumeMode, volumeModes));
  errors.push(...validateDataSource(`${field}.dataSource`, dataSource));
  errors.push(...validateDataSource(`${field}.dataSourceRef`, dataSourceRef));
  const same =
    dataSource?.apiGroup === dataSourceRef?.apiGroup &&
    dataSource?.kind === dataSourceRef?.kind &&
    dataSource?.name === dataSourceRef?.name;
  if (dataSource && dataSourceRef && !same) errors.push(invalidValue(field, {}, 'must match dataSourceRef'));
  return [...errors, ...named('volumeAttributesClassName', attributes)];
}

function validateSize(field: string, size: string | undefined): FieldError[] {
  const quantity = size === undefined ? undefined : parseQuantity(size);
  if (!quantity) return [required(field, '')];
  if (quantity.nanos <= 0n) return [invalidValue(field, quantity.canonical, 'must be greater than zero')];
  return validateResourceValue(field, 'storage', quantity.canonical);
}

function validateDataSource(
  field: string,
  source: { apiGroup?: string; kind?: string; name?: string } | undefined,
): FieldError[] {
  if (!source) return [];
  const { kind = '', name } = source;
  const apiGroup = source.apiGroup ?? '';
  const errors = name ? [] : [required(`${field}.name`, '')];
  if (!kind) errors.push(required(`${field}.kind`, ''));
  const detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
  if (!apiGroup && kind !== 'PersistentVolumeClaim') errors.push(invalidValue(field, kind, detail));
  return apiGroup ? [...errors, ...checked(dns1123Subdomain, `${field}.apiGroup`, apiGroup)] : errors;
}

const notInTemplates = [
  ...(['name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion', 'generation'] as const),
  ...(['deletionTimestamp', 'deletionGracePeriodSeconds', 'ownerReferences', 'finalizers', 'managedFields'] as const),
];

/** Of an ephemeral volume. Source: kubernetes `ValidatePersistentVolumeClaimTemplate`, 1.34. */
export function validateClaimTemplate(field: string, template: Wire<V1PersistentVolumeClaimTemplate>): FieldError[] {
  const { metadata = {}, spec } = template;
  return [
    ...validateAnnotations(`${field}.metadata.annotations`, metadata.annotations),
    ...validateLabels(`${field}.metadata.labels`, metadata.labels),
    ...notInTemplates
      .filter((name) => metadata[name])
      .map((name) => forbiddenField(`${field}.metadata.${goField(name)}`, 'cannot be set')),
    ...validateClaimSpec(`${field}.spec`, spec),
  ];
}

/** The server tells the fields by the names of its own structure, with the first letter made small. */
function goField(name: string): string {
  return name === 'uid' ? 'uID' : name;
}

const betaClass = 'volume.beta.kubernetes.io/storage-class';
const updateRule =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** Source: kubernetes `ValidatePersistentVolumeClaimUpdate`, 1.34. */
export function validateClaimUpdate(next: Claim, current: Claim): FieldError[] {
  const errors: FieldError[] = [];
  const munged = cloneJson(next.spec ?? {});
  const before = cloneJson(current.spec ?? {});
  const bound = next.status?.phase === 'Bound';
  before.volumeName ||= munged.volumeName as string;
  const [was, is] = [current.metadata?.annotations?.[betaClass], next.metadata?.annotations?.[betaClass]];
  if (was !== is) errors.push(invalidValue(`metadata.annotations.${betaClass}`, is ?? '', 'field is immutable'));
  if (before.storageClassName === undefined && munged.storageClassName !== undefined) delete munged.storageClassName;
  if (bound) {
    if (munged.resources?.requests) munged.resources.requests.storage = before.resources?.requests?.storage ?? '0';
    if (before.volumeAttributesClassName === undefined) delete munged.volumeAttributesClassName;
    else munged.volumeAttributesClassName = before.volumeAttributesClassName;
  }
  if (!jsonEqual(cloneJson(munged), cloneJson(before))) errors.push(forbiddenField('spec', updateRule));
  const size = (claim: Claim) => parseQuantity(claim.spec?.resources?.requests?.storage ?? '0')?.nanos ?? 0n;
  const given = parseQuantity(current.status?.capacity?.storage ?? '0')?.nanos ?? 0n;
  if (size(next) < size(current) && size(next) <= given)
    errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  return [...errors, ...immutable('volumeMode', next.spec?.volumeMode, current.spec?.volumeMode)];
}
