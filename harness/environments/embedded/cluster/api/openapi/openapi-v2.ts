import type { ResourceType } from '../registry/resource-type.ts';
import type { ServedTypes } from '../registry/served-types.ts';
import { customDefinition } from './custom-definition.ts';
import { componentName } from './custom-openapi.ts';
import { document } from './document.ts';
import { collectSchemas, type Dialect, expandSchema, type OpenApiNode } from './expand-schema.ts';
import { type OperationBody, pathItems, writeParameters } from './path-items.ts';
import { schemaNameOfKind } from './schema-name-of-kind.ts';

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/**
 * The one OpenAPI v2 document of all that is served: the schemas in full but without prose, and of the paths what tells
 * kubectl which parameters a PATCH takes.
 */
export function openApiV2(served: ServedTypes): OpenApiNode {
  const types = served.list();
  const wanted = new Set<string>();
  collectSchemas(objectMeta, wanted);
  const custom: Record<string, OpenApiNode> = {};
  const paths: OpenApiNode = {};
  for (const type of types) {
    if (type.custom) custom[componentName(type)] = customDefinition(type);
    for (const kind of [type.kind, `${type.kind}List`]) {
      collectSchemas(schemaNameOfKind(type.group, type.version, kind), wanted);
    }
    Object.assign(
      paths,
      pathItems(type, (taken) => operation(taken, definitionName(type))),
    );
  }
  const builtIn = [...wanted].sort().map((name) => [name, expandSchema(name, dialect)] as const);
  const { major, minor } = document().version;
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: `${major}.${minor}` },
    paths,
    definitions: { ...Object.fromEntries(builtIn), ...custom },
  };
}

function definitionName(type: ResourceType): string {
  return type.custom ? componentName(type) : (schemaNameOfKind(type.group, type.version, type.kind) ?? '');
}

function operation(taken: OperationBody, name: string): OpenApiNode {
  const schema = { $ref: `#/definitions/${name}` };
  const body = { name: 'body', in: 'body', required: true, schema: taken === 'object' ? schema : {} };
  return {
    ...(typeof taken === 'object' && { consumes: taken }),
    ...(taken !== 'none' && { parameters: [body, ...queryParameters] }),
    responses: { 200: { description: 'OK', schema } },
  };
}

const queryParameters = writeParameters.map((name) => ({ name, in: 'query', type: 'string', uniqueItems: true }));

const dialect: Dialect = {
  tellsDefaults: false,
  reference: (name) => ({ $ref: `#/definitions/${name}` }),
  scalars: {
    s: { type: 'string' },
    t: { type: 'string', format: 'date-time' },
    y: { type: 'string', format: 'byte' },
    i: { type: 'integer', format: 'int32' },
    l: { type: 'integer', format: 'int64' },
    d: { type: 'number', format: 'double' },
    b: { type: 'boolean' },
    q: { type: 'string' },
    I: { type: 'string', format: 'int-or-string' },
    o: { type: 'object' },
  },
};
