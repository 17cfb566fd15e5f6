import type { ServedTypes } from '../registry/served-types.ts';
import type { CompactField } from './compact-document.ts';
import { customComponent } from './custom-openapi.ts';
import { document } from './document.ts';

type Node = Record<string, unknown>;

const reference = '#/components/schemas/';

/** Group-versions as `/openapi/v3` names them: `api/v1`, `apis/apps/v1`. */
export function groupVersions(types: ServedTypes): string[] {
  return [...new Set(types.list().map(({ group, apiVersion }) => `${group ? 'apis' : 'api'}/${apiVersion}`))];
}

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const documents = new Map<string, string>();

/**
 * The OpenAPI v3 document of a group-version, made from the compact one: what `kubectl apply`, `diff` and `explain` and
 * `helm` read of it, which is structure, patch keys and the parameters of PATCH. Undefined for one that is not served.
 */
export function openApiV3(groupVersion: string, served: ServedTypes): string | undefined {
  const known = documents.get(groupVersion);
  if (known !== undefined) return known;
  const types = served
    .list()
    .filter(({ group, apiVersion }) => `${group ? 'apis' : 'api'}/${apiVersion}` === groupVersion);
  if (!types.length) return undefined;
  const names = Object.keys(document().schemas);
  const kinds = new Map<string, string>();
  for (const [name, { k }] of Object.entries(document().schemas)) {
    for (const key of k ?? []) if (!kinds.has(key.join('/'))) kinds.set(key.join('/'), name);
  }
  const wanted = new Set<string>();
  const collect = (name: string | undefined): void => {
    if (name === undefined || wanted.has(name)) return;
    wanted.add(name);
    for (const field of Object.values(document().schemas[name]?.p ?? {})) {
      const index = /#(\d+)$/.exec(typeof field === 'string' ? field : field.t)?.[1];
      if (index !== undefined) collect(names[Number(index)]);
    }
  };
  const paths: Node = {};
  const components: (readonly [string, object])[] = [];
  for (const type of types) {
    const kind = { group: type.group, version: type.version, kind: type.kind };
    const custom = type.custom && customComponent(type);
    if (custom) components.push(custom);
    const name = custom?.[0] ?? kinds.get(Object.values(kind).join('/'));
    collect(custom ? objectMeta : name);
    collect(kinds.get(`${type.group}/${type.version}/${type.kind}List`));
    const base = `/${groupVersion}${type.namespaced ? '/namespaces/{namespace}' : ''}/${type.plural}`;
    const body = { content: { 'application/json': { schema: { $ref: reference + name } } } };
    paths[base] = operations(type.verbs, { list: 'get', create: 'post', deletecollection: 'delete' }, kind, body);
    const methods = { get: 'get', update: 'put', patch: 'patch', delete: 'delete' };
    const single = operations(type.verbs, methods, kind, body, custom ? customPatches : patchTypes);
    if (Object.keys(single).length) paths[`${base}/{name}`] = single;
  }
  const builtIn = [...wanted].sort().map((name) => [name, expandSchema(name, names)] as const);
  const schemas = Object.fromEntries([...components, ...builtIn]);
  const info = { title: 'Kubernetes', version: document().version.gitVersion };
  const text = JSON.stringify({ openapi: '3.0.0', info, paths, components: { schemas } });
  // What definitions bring may change.
  if (!components.length) documents.set(groupVersion, text);
  return text;
}

const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));

function operations(
  verbs: readonly string[],
  methods: Readonly<Record<string, string>>,
  kind: Readonly<Record<string, string>>,
  body: Node,
  patches: readonly string[] = [],
): Node {
  const result: Node = {};
  for (const [verb, method] of Object.entries(methods)) {
    if (!verbs.includes(verb)) continue;
    const writes = verb === 'create' || verb === 'update' || verb === 'patch';
    result[method] = {
      ...(writes && { parameters: writeParameters, requestBody: verb === 'patch' ? patchBody(patches) : body }),
      responses: { 200: { description: 'OK', ...body } },
      'x-kubernetes-action': verb === 'create' ? 'post' : verb === 'update' ? 'put' : verb,
      'x-kubernetes-group-version-kind': kind,
    };
  }
  return result;
}

const customPatches = ['apply-patch+yaml', 'json-patch+json', 'merge-patch+json'];
const patchTypes = [...customPatches, 'strategic-merge-patch+json'];

function patchBody(types: readonly string[]): Node {
  return { content: Object.fromEntries(types.map((type) => [`application/${type}`, { schema: { type: 'object' } }])) };
}

function expandSchema(name: string, names: readonly string[]): Node {
  const schema = document().schemas[name] ?? {};
  const kinds = schema.k?.map(([group, version, kind]) => ({ group, version, kind }));
  const properties = Object.entries(schema.p ?? {}).map(([field, value]) => [field, expandField(value, names)]);
  return {
    ...(schema.p ? { type: 'object', properties: Object.fromEntries(properties) } : scalar(schema.s ?? 'o')),
    ...(schema.r && { required: schema.r }),
    ...(schema.a && { 'x-kubernetes-map-type': 'atomic' }),
    ...(kinds && { 'x-kubernetes-group-version-kind': kinds }),
  };
}

function expandField(field: CompactField, names: readonly string[]): Node {
  const { t, d, l, k, a, ps, pk } = typeof field === 'string' ? ({ t: field } as Exclude<CompactField, string>) : field;
  return {
    ...expandType(t, names),
    ...(d !== undefined && { default: d }),
    ...(l && { 'x-kubernetes-list-type': l }),
    ...(k && { 'x-kubernetes-list-map-keys': k }),
    ...(a && { 'x-kubernetes-map-type': a }),
    ...(ps && { 'x-kubernetes-patch-strategy': ps }),
    ...(pk && { 'x-kubernetes-patch-merge-key': pk }),
  };
}

function expandType(type: string, names: readonly string[]): Node {
  if (type.startsWith('#')) return { allOf: [{ $ref: reference + names[Number(type.slice(1))] }], default: {} };
  if (type.startsWith('[')) return { type: 'array', items: expandType(type.slice(1), names) };
  if (type.startsWith('{')) return { type: 'object', additionalProperties: expandType(type.slice(1), names) };
  return scalar(type);
}

const scalarTypes: Readonly<Record<string, Node>> = {
  s: { type: 'string' },
  t: { type: 'string', format: 'date-time' },
  y: { type: 'string', format: 'byte' },
  i: { type: 'integer', format: 'int32' },
  l: { type: 'integer', format: 'int64' },
  d: { type: 'number', format: 'double' },
  b: { type: 'boolean' },
  q: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  I: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  o: { type: 'object' },
};

function scalar(code: string): Node {
  return scalarTypes[code] ?? {};
}
