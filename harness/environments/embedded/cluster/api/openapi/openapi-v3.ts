import type { ServedTypes } from '../registry/served-types.ts';
import { customComponent } from './custom-openapi.ts';
import { document } from './document.ts';
import { collectSchemas, type Dialect, expandSchema, type OpenApiNode } from './expand-schema.ts';
import { type OperationBody, pathItems, writeParameters } from './path-items.ts';
import { schemaNameOfKind } from './schema-name-of-kind.ts';

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
  const wanted = new Set<string>();
  const paths: OpenApiNode = {};
  const components: (readonly [string, object])[] = [];
  for (const type of types) {
    const custom = type.custom && customComponent(type);
    if (custom) components.push(custom);
    const name = custom?.[0] ?? schemaNameOfKind(type.group, type.version, type.kind);
    collectSchemas(custom ? objectMeta : name, wanted);
    collectSchemas(schemaNameOfKind(type.group, type.version, `${type.kind}List`), wanted);
    const body = { content: { 'application/json': { schema: { $ref: reference + name } } } };
    Object.assign(
      paths,
      pathItems(type, (taken) => operation(taken, body)),
    );
  }
  const builtIn = [...wanted].sort().map((name) => [name, expandSchema(name, dialect)] as const);
  const schemas = Object.fromEntries([...components, ...builtIn]);
  const info = { title: 'Kubernetes', version: document().version.gitVersion };
  const text = JSON.stringify({ openapi: '3.0.0', info, paths, components: { schemas } });
  // What definitions bring may change.
  if (!components.length) documents.set(groupVersion, text);
  return text;
}

function operation(taken: OperationBody, body: OpenApiNode): OpenApiNode {
  const responses = { 200: { description: 'OK', ...body } };
  return taken === 'none'
    ? { responses }
    : { parameters, requestBody: taken === 'object' ? body : patchBody(taken), responses };
}

const parameters = writeParameters.map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));

function patchBody(types: readonly string[]): OpenApiNode {
  return { content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'object' } }])) };
}

const dialect: Dialect = {
  tellsDefaults: true,
  reference: (name) => ({ allOf: [{ $ref: reference + name }], default: {} }),
  scalars: {
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
  },
};
