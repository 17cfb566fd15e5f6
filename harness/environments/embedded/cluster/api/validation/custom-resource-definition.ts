import type { ScalePaths } from '../custom-resources/custom-kind.ts';
import type { Definition, DefinitionNames, DefinitionVersion } from '../custom-resources/definition.ts';
import type { PrinterColumn } from '../custom-resources/printer-columns.ts';
import { type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { goVersions, isShared, type Shareable } from './go-definition-versions.ts';
import { immutable } from './metadata.ts';
import { checked, dns1035Label, dns1123Subdomain } from './names.ts';
import { validateStructuralSchema } from './structural-schema.ts';

const approval = 'api-approved.kubernetes.io';

/** Rules of apiextensions `pkg/apis/apiextensions/validation`, 0.34, but those for CEL expressions. */
export function validateDefinition({ metadata, spec, status }: Definition): FieldError[] {
  const { group = '', names = { plural: '', kind: '' }, scope = '', versions = [], conversion } = spec ?? {};
  const errors: FieldError[] = [];
  if (metadata.name !== `${names.plural}.${group}`) {
    errors.push(invalidValue('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group'));
  }
  if (!group) errors.push(required('spec.group', ''));
  else if (checked(dns1123Subdomain, 'spec.group', group).length) {
    errors.push(...checked(dns1123Subdomain, 'spec.group', group));
  } else if (!group.includes('.')) {
    errors.push(invalidValue('spec.group', group, 'should be a domain with at least one dot'));
  }
  const scopes = ['Cluster', 'Namespaced'];
  if (!scope) errors.push(required('spec.scope', ''));
  else if (!scopes.includes(scope)) errors.push(notSupported('spec.scope', scope, scopes));
  errors.push(...validateVersions(versions), ...validateNames(names), ...validateConversion(conversion));
  errors.push(...validateStoredVersions(status?.storedVersions ?? [], versions));
  if (/(^|\.)(k8s|kubernetes)\.io$/.test(group) && !metadata.annotations?.[approval]) {
    const detail = `protected groups must have approval annotation "${approval}", see https://github.com/kubernetes/enhancements/pull/1111`;
    errors.push(required(`metadata.annotations[${approval}]`, detail));
  }
  return errors;
}

function validateVersions(versions: readonly DefinitionVersion[]): FieldError[] {
  const own: FieldError[] = [];
  const common: FieldError[] = [];
  for (const [index, { name, schema, subresources, additionalPrinterColumns: columns }] of versions.entries()) {
    const field = `spec.versions[${index}]`;
    own.push(...checked(dns1035Label, `${field}.name`, name));
    const root = schema?.openAPIV3Schema;
    if (!root) own.push(required(`${field}.schema.openAPIV3Schema`, ''));
    const check = (part: Shareable, rule: (place: string) => FieldError[]) => {
      if (!isShared(versions, part)) own.push(...rule(field));
      else if (index === 0) common.push(...rule('spec'));
    };
    if (root)
      check('schema', (place) =>
        validateStructuralSchema(`${place}.${place === 'spec' ? 'validation' : 'schema'}.openAPIV3Schema`, root),
      );
    const { scale } = subresources ?? {};
    if (scale) check('subresources', (place) => validateScale(`${place}.subresources.scale`, scale));
    check('additionalPrinterColumns', (place) =>
      (columns ?? []).flatMap((column, at) => validateColumn(`${place}.additionalPrinterColumns[${at}]`, column)),
    );
  }
  if (new Set(versions.map(({ name }) => name)).size < versions.length)
    own.push(invalidValue('spec.versions', goVersions(versions), 'must contain unique version names'));
  if (versions.filter(({ storage }) => storage).length !== 1) {
    const detail = 'must have exactly one version marked as storage version';
    own.push(invalidValue('spec.versions', goVersions(versions), detail));
  }
  const [first] = versions;
  return [...own, ...(first ? checked(dns1035Label, 'spec.version', first.name) : []), ...common];
}

/** Source: apiextensions `ValidateCustomResourceDefinitionStoredVersions`. */
function validateStoredVersions(stored: readonly string[], versions: readonly DefinitionVersion[]): FieldError[] {
  const field = 'status.storedVersions';
  if (!stored.length) return [invalidValue(field, null, 'must have at least one stored version')];
  const left = new Set(stored);
  // A name is taken off when it is first met, and missed when it comes again.
  return versions.flatMap(({ name, storage }) =>
    left.delete(name) || !storage ? [] : [invalidValue(field, stored, `must have the storage version ${name}`)],
  );
}

function validateNames(names: DefinitionNames): FieldError[] {
  const errors: FieldError[] = [];
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  for (const [name, value] of Object.entries({ plural, singular, kind, listKind })) {
    if (!value) errors.push(required(`spec.names.${name}`, ''));
  }
  for (const [name, value] of Object.entries({ plural, singular })) {
    if (value) errors.push(...checked(dns1035Label, `spec.names.${name}`, value));
  }
  for (const [name, value] of Object.entries({ kind, listKind })) {
    const problems = value ? dns1035Label(value.toLowerCase()) : [];
    const rule = 'may have mixed case, but should otherwise match';
    errors.push(...problems.map((problem) => invalidValue(`spec.names.${name}`, value, `${rule}: ${problem}`)));
  }
  for (const [name, list] of Object.entries({ shortNames, categories })) {
    errors.push(...list.flatMap((item, index) => checked(dns1035Label, `spec.names.${name}[${index}]`, item)));
  }
  if (kind && kind === listKind) {
    errors.push(invalidValue('spec.names.listKind', listKind, 'kind and listKind may not be the same'));
  }
  return errors;
}

function validateConversion(conversion: Definition['spec']['conversion']): FieldError[] {
  const { strategy = 'None', webhook } = (conversion ?? {}) as {
    strategy?: string;
    webhook?: { clientConfig?: object; conversionReviewVersions?: readonly string[] };
  };
  const field = 'spec.conversion';
  if (strategy !== 'None' && strategy !== 'Webhook') {
    return [notSupported(`${field}.strategy`, strategy, ['None', 'Webhook'])];
  }
  if (strategy === 'None') return [];
  const clientConfig = required(`${field}.webhookClientConfig`, 'required when strategy is set to Webhook');
  return [
    ...(webhook?.clientConfig ? [] : [clientConfig]),
    ...(webhook?.conversionReviewVersions?.length ? [] : [required(`${field}.conversionReviewVersions`, '')]),
  ];
}

function validateScale(
  field: string,
  { specReplicasPath, statusReplicasPath, labelSelectorPath }: ScalePaths,
): FieldError[] {
  const under = (
    name: string,
    path: string | undefined,
    roots: readonly string[],
    isRequired: boolean,
  ): FieldError[] => {
    if (!path) return isRequired ? [required(`${field}.${name}`, '')] : [];
    if (roots.some((root) => path.startsWith(`${root}.`))) return [];
    return [invalidValue(`${field}.${name}`, path, `should be a json path under ${roots.toReversed().join(' or ')}`)];
  };
  return [
    ...under('specReplicasPath', specReplicasPath, ['.spec'], true),
    ...under('statusReplicasPath', statusReplicasPath, ['.status'], true),
    ...under('labelSelectorPath', labelSelectorPath, ['.spec', '.status'], false),
  ];
}

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];

function validateColumn(field: string, { name, type, jsonPath }: PrinterColumn): FieldError[] {
  const errors: FieldError[] = [];
  if (!name) errors.push(required(`${field}.name`, ''));
  if (!type) errors.push(required(`${field}.type`, `must be one of ${columnTypes.join(',')}`));
  else if (!columnTypes.includes(type)) {
    errors.push(invalidValue(`${field}.type`, type, `must be one of ${columnTypes.join(',')}`));
  }
  if (!jsonPath) errors.push(required(`${field}.JSONPath`, ''));
  else if (!jsonPath.startsWith('.')) {
    errors.push(invalidValue(`${field}.JSONPath`, jsonPath, 'must be a simple json path starting with .'));
  }
  return errors;
}

export function validateDefinitionUpdate(next: Definition, current: Definition): FieldError[] {
  const established = current.status?.conditions?.some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );
  const stored = current.status?.storedVersions ?? [];
  const names = next.spec.versions.map(({ name }) => name);
  const missing = stored.flatMap((name, index) =>
    names.includes(name)
      ? []
      : [
          invalidValue(
            `status.storedVersions[${index}]`,
            name,
            'missing from spec.versions; ' +
              `${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`,
          ),
        ],
  );
  return [
    ...missing,
    ...immutable('spec.group', next.spec.group, current.spec.group),
    ...(established ? immutable('spec.scope', next.spec.scope, current.spec.scope) : []),
    ...(established ? immutable('spec.names.kind', next.spec.names.kind, current.spec.names.kind) : []),
    ...immutable('spec.names.plural', next.spec.names.plural, current.spec.names.plural),
  ];
}
