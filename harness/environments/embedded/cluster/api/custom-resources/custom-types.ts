import type { CompactSubresource } from '../openapi/compact-document.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { customStrategy } from './custom-strategy.ts';
import type { Definition, DefinitionVersion } from './definition.ts';
import type { JsonSchema } from './json-schema.ts';
import { customPrinter } from './printer-columns.ts';
import { typedSchema } from './typed-schema.ts';

/** The resources that a definition adds: one for each served version, the preferred first. They share one storage. */
export function customTypes({ spec }: Definition): ResourceType[] {
  const storageVersion = spec.versions.find(({ storage }) => storage)?.name ?? '';
  return spec.versions
    .filter(({ served }) => served)
    .sort((left, right) => compareVersions(left.name, right.name))
    .map((version) => customType(spec, version, `${spec.group}/${storageVersion}`));
}

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

function customType(
  { group, names, scope }: Definition['spec'],
  version: DefinitionVersion,
  stored: string,
): ResourceType {
  const { plural, kind, singular = kind.toLowerCase(), shortNames, categories } = names;
  const schema: JsonSchema = version.schema?.openAPIV3Schema ?? {};
  const apiVersion = `${group}/${version.name}`;
  return {
    group,
    version: version.name,
    plural,
    singular,
    kind,
    namespaced: scope === 'Namespaced',
    verbs,
    ...(shortNames && { shortNames }),
    ...(categories && { categories }),
    subresources: subresources(kind, version),
    apiVersion,
    storage: `${plural}.${group}`,
    custom: {
      schema,
      structure: typedSchema(kind, schema),
      strategy: customStrategy(schema, stored, apiVersion, version, kind),
      printer: customPrinter(version.additionalPrinterColumns),
      scale: version.subresources?.scale,
    },
  };
}

function subresources(kind: string, { subresources: asked = {} }: DefinitionVersion): CompactSubresource[] {
  const changing = ['get', 'patch', 'update'];
  return [
    ...(asked.status ? [{ name: 'status', kind, verbs: changing }] : []),
    ...(asked.scale ? [{ name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: changing }] : []),
  ];
}

/** Stable before beta before alpha, newer before older. Source: apimachinery `version.CompareKubeAwareVersionStrings`. */
function compareVersions(left: string, right: string): number {
  const rank = (name: string): number[] => {
    const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(name) ?? [];
    if (major === undefined) return [0, 0, 0];
    return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)];
  };
  const [ours, theirs] = [rank(left), rank(right)];
  const difference = ours.map((part, index) => (theirs[index] ?? 0) - part).find((part) => part !== 0);
  return difference ?? (left < right ? -1 : 1);
}
