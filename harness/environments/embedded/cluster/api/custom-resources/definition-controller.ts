import { cloneJson, jsonEqual } from '../objects/json.ts';
import { timestamp } from '../objects/kube-object.ts';
import type { Registry } from '../registry/registry.ts';
import type { Change } from '../storage/object-storage.ts';
import { customTypes } from './custom-types.ts';
import {
  cleanupFinalizer,
  type Definition,
  type DefinitionCondition,
  type DefinitionNames,
  definitions,
} from './definition.ts';

/** Serves what CustomResourceDefinitions define, says so in their status, and takes their objects with them. To be told every change of the storage. */
export function serveDefinitions(registry: Registry): (change: Change) => void {
  const { storage, types } = registry;

  const accept = (name: string): void => {
    const definition = storage.get(definitions, { name }) as Definition | undefined;
    if (!definition) return;
    const { names } = definition.spec;
    const others = (storage.list(definitions) as Definition[]).filter(
      ({ metadata, spec }) => metadata.name !== name && spec.group === definition.spec.group,
    );
    const conflict = nameConflict(
      names,
      others.map(({ status }) => status?.acceptedNames),
    );
    const conditions = conditionsOf(conflict, definition.status?.conditions ?? []);
    const stored = definition.spec.versions.find((version) => version.storage)?.name ?? '';
    const storedVersions = [...new Set([...(definition.status?.storedVersions ?? []), stored])];
    const acceptedNames = conflict ? (definition.status?.acceptedNames ?? { plural: '', kind: '' }) : cloneJson(names);
    const status = { ...definition.status, acceptedNames, storedVersions, conditions };
    const isEstablished = conditions.some(({ type, status: holds }) => type === 'Established' && holds === 'True');
    types.setCustom(name, isEstablished ? customTypes(definition) : []);
    if (!jsonEqual(status, definition.status)) storage.put(definitions, { ...cloneJson(definition), status });
  };

  const empty = (name: string): void => {
    const definition = storage.get(definitions, { name });
    const crd = types.stored().get(definitions);
    const [type] = types.custom(name);
    if (!definition?.metadata.deletionTimestamp || !crd) return;
    if (type) {
      for (const { metadata } of storage.list(type.storage)) {
        if (!metadata.deletionTimestamp) registry.delete(type, metadata, { propagationPolicy: 'Background' });
      }
      if (storage.list(type.storage).length) return;
    }
    registry.removeFinalizer(crd, definition, cleanupFinalizer);
  };

  return ({ type, storage: changed, object }) => {
    const { name, deletionTimestamp } = object.metadata;
    if (changed !== definitions) {
      // The storage of a custom kind is named as its definition is.
      if (type === 'DELETED' && types.custom(changed).length) queueMicrotask(() => empty(changed));
    } else if (type === 'DELETED') types.setCustom(name, []);
    else queueMicrotask(() => (deletionTimestamp ? empty(name) : accept(name)));
  };
}

function nameConflict(
  names: DefinitionNames,
  taken: readonly (DefinitionNames | undefined)[],
): DefinitionCondition | undefined {
  const all = taken.flatMap((accepted) => accepted ?? []);
  const resources = new Set(
    all.flatMap(({ plural, singular, shortNames }) => [plural, singular, ...(shortNames ?? [])]),
  );
  const kinds = new Set(all.flatMap(({ kind, listKind }) => [kind, listKind]));
  const checks: readonly (readonly [string, readonly (string | undefined)[], ReadonlySet<string | undefined>])[] = [
    ['PluralConflict', [names.plural], resources],
    ['SingularConflict', [names.singular], resources],
    ['ShortNamesConflict', names.shortNames ?? [], resources],
    ['KindConflict', [names.kind], kinds],
    ['ListKindConflict', [names.listKind], kinds],
  ];
  const [reason, wanted, used] =
    checks.find(([, asked, present]) => asked.some((item) => item && present.has(item))) ?? [];
  if (reason === undefined) return undefined;
  const clash = wanted?.find((item) => used?.has(item));
  return condition('NamesAccepted', 'False', reason, `${JSON.stringify(clash)} is already in use`);
}

function conditionsOf(
  conflict: DefinitionCondition | undefined,
  present: readonly DefinitionCondition[],
): DefinitionCondition[] {
  const wanted = [
    conflict ?? condition('NamesAccepted', 'True', 'NoConflicts', 'no conflicts found'),
    conflict && !present.some(({ type, status }) => type === 'Established' && status === 'True')
      ? condition('Established', 'False', 'NotAccepted', 'not all names are accepted')
      : condition('Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted'),
  ];
  return wanted.map((next) => present.find(({ type, status }) => type === next.type && status === next.status) ?? next);
}

function condition(type: string, status: 'True' | 'False', reason: string, message: string): DefinitionCondition {
  return { lastTransitionTime: timestamp(), message, reason, status, type };
}
