import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { addGoTypes } from './add-go-types.ts';
import { addPointers } from './add-pointers.ts';
import type { CompactDocument, CompactField, CompactResource, CompactSchema } from './compact-document.ts';

/** Group-versions that the embedded cluster serves, and of each the resources (undefined: all of them). */
const served: Readonly<Record<string, readonly string[] | undefined>> = {
  'api/v1': [
    ...['bindings', 'configmaps', 'endpoints', 'events', 'limitranges', 'namespaces', 'nodes'],
    ...['persistentvolumeclaims', 'persistentvolumes', 'pods', 'podtemplates', 'resourcequotas', 'secrets'],
    ...['serviceaccounts', 'services'],
  ],
  'apis/apps/v1': undefined,
  'apis/batch/v1': undefined,
  'apis/discovery.k8s.io/v1': undefined,
  'apis/events.k8s.io/v1': undefined,
  'apis/autoscaling/v2': undefined,
  'apis/policy/v1': undefined,
  'apis/networking.k8s.io/v1': ['ingressclasses', 'ingresses', 'networkpolicies'],
  'apis/rbac.authorization.k8s.io/v1': undefined,
  'apis/coordination.k8s.io/v1': undefined,
  'apis/scheduling.k8s.io/v1': undefined,
  'apis/storage.k8s.io/v1': ['storageclasses'],
  'apis/authentication.k8s.io/v1': undefined,
  'apis/authorization.k8s.io/v1': undefined,
  'apis/apiextensions.k8s.io/v1': undefined,
};

/** Sub-resources that have no place here: pods do not change their size or get containers while they run. */
const omittedSubresources = new Set(['ephemeralcontainers', 'resize']);

interface OpenApiField {
  readonly type?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly allOf?: readonly OpenApiField[];
  readonly oneOf?: readonly OpenApiField[];
  readonly items?: OpenApiField;
  readonly additionalProperties?: OpenApiField;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
}

interface OpenApiSchema extends OpenApiField {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApiField>>;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
  readonly 'x-kubernetes-unions'?: unknown;
}

const basicTypes: Readonly<Record<string, string>> = {
  'string:': 's',
  'string:date-time': 't',
  'string:byte': 'y',
  'integer:int32': 'i',
  'integer:int64': 'l',
  'integer:': 'l',
  'number:double': 'd',
  'number:': 'd',
  'boolean:': 'b',
  'object:': 'o',
};

async function main(): Promise<void> {
  const kubeconfig = process.argv[2];
  if (!kubeconfig) {
    console.error(
      'usage: node openapi/generate.ts KUBECONFIG — of a real API server, for example of /work/shared/lab/api-server',
    );
    process.exit(2);
  }
  const schemas = new Map<string, OpenApiSchema>();
  for (const groupVersion of Object.keys(served)) {
    const document = read<{ components: { schemas: Record<string, OpenApiSchema> } }>(
      kubeconfig,
      `/openapi/v3/${groupVersion}`,
    );
    for (const [name, schema] of Object.entries(document.components.schemas)) schemas.set(name, schema);
  }
  const names = [...schemas.keys()].sort();
  const indexes = new Map(names.map((name, index) => [name, index]));
  const compact: CompactDocument = {
    version: read(kubeconfig, '/version'),
    resources: discover(kubeconfig),
    schemas: Object.fromEntries(names.map((name) => [name, compactSchema(schemas.get(name) ?? {}, indexes)])),
  };
  await addGoTypes(compact, kubeconfig);
  addPointers(compact);
  const path = new URL('./kubernetes-1.34.json', import.meta.url);
  writeFileSync(path, `${JSON.stringify(compact)}\n`);
  console.log(`${names.length} schemas, ${compact.resources.length} resources: ${path.pathname}`);
}

function read<T>(kubeconfig: string, path: string): T {
  const text = execFileSync('kubectl', ['--kubeconfig', kubeconfig, 'get', '--raw', path], { maxBuffer: 1 << 26 });
  return JSON.parse(text.toString('utf8')) as T;
}

function discover(kubeconfig: string): CompactResource[] {
  const resources: CompactResource[] = [];
  for (const [groupVersion, wanted] of Object.entries(served)) {
    const [, group, version] = groupVersion.startsWith('api/') ? ['', '', 'v1'] : groupVersion.split('/');
    const list = read<{
      resources: {
        name: string;
        singularName: string;
        namespaced: boolean;
        kind: string;
        group?: string;
        version?: string;
        verbs: string[];
        shortNames?: string[];
        categories?: string[];
      }[];
    }>(kubeconfig, `/${groupVersion}`);
    for (const entry of list.resources) {
      const [plural = '', subresource] = entry.name.split('/');
      if (wanted && !wanted.includes(plural)) continue;
      if (!subresource) {
        resources.push({
          group: group ?? '',
          version: version ?? '',
          plural,
          singular: entry.singularName,
          kind: entry.kind,
          namespaced: entry.namespaced,
          verbs: entry.verbs,
          ...(entry.shortNames && { shortNames: entry.shortNames }),
          ...(entry.categories && { categories: entry.categories }),
          subresources: [],
        });
      } else if (!omittedSubresources.has(subresource)) {
        resources
          .find((resource) => resource.plural === plural && resource.group === group)
          ?.subresources.push({
            name: subresource,
            kind: entry.kind,
            ...(entry.group && { group: entry.group }),
            ...(entry.version && { version: entry.version }),
            verbs: entry.verbs,
          });
      }
    }
  }
  return resources;
}

function compactSchema(schema: OpenApiSchema, indexes: ReadonlyMap<string, number>): CompactSchema {
  const kinds = schema['x-kubernetes-group-version-kind'];
  const compact: CompactSchema = {};
  if (schema.properties) {
    compact.p = {};
    for (const [name, field] of Object.entries(schema.properties)) compact.p[name] = compactField(field, indexes);
  } else if (schema.oneOf || schema.type !== 'object') {
    compact.s = schema.oneOf
      ? schema.format === 'int-or-string'
        ? 'I'
        : 'q'
      : schema.format === 'date-time'
        ? 't'
        : (basicTypes[`${schema.type ?? ''}:`] ?? '*');
  }
  if (schema.required) compact.r = schema.required;
  if (schema['x-kubernetes-map-type'] === 'atomic') compact.a = 1;
  if (kinds) compact.k = kinds.map(({ group, version, kind }) => [group, version, kind]);
  return compact;
}

function compactField(field: OpenApiField, indexes: ReadonlyMap<string, number>): CompactField {
  const type = compactType(field, indexes);
  const words = field.enum ?? field.items?.enum ?? field.additionalProperties?.enum;
  const extras = {
    ...(words && { e: words }),
    ...(isTelling(field.default) && { d: field.default }),
    ...(field['x-kubernetes-list-type'] && { l: field['x-kubernetes-list-type'] }),
    ...(field['x-kubernetes-list-map-keys'] && { k: field['x-kubernetes-list-map-keys'] }),
    ...(field['x-kubernetes-map-type'] && { a: field['x-kubernetes-map-type'] }),
    ...(field['x-kubernetes-patch-strategy'] && { ps: field['x-kubernetes-patch-strategy'] }),
    ...(field['x-kubernetes-patch-merge-key'] && { pk: field['x-kubernetes-patch-merge-key'] }),
  };
  return Object.keys(extras).length ? { t: type, ...extras } : type;
}

function compactType(field: OpenApiField, indexes: ReadonlyMap<string, number>): string {
  const reference = field.$ref ?? field.allOf?.[0]?.$ref;
  if (reference) return `#${indexes.get(reference.slice('#/components/schemas/'.length)) ?? failOn(reference)}`;
  if (field.type === 'array') return `[${compactType(field.items ?? {}, indexes)}`;
  if (field.additionalProperties) return `{${compactType(field.additionalProperties, indexes)}`;
  return basicTypes[`${field.type ?? ''}:${field.format ?? ''}`] ?? (field.type ? failOn(JSON.stringify(field)) : '*');
}

function failOn(what: string): never {
  throw new Error(`The OpenAPI document holds ${what}, which this script does not know: extend basicTypes.`);
}

/** Empty defaults only say that Go's zero value is meant. */
function isTelling(value: unknown): boolean {
  return value !== undefined && value !== '' && value !== 0 && value !== false && JSON.stringify(value) !== '{}';
}

await main();
