import type { JsonSchema } from '../custom-resources/json-schema.ts';
import type { ResourceType } from '../registry/resource-type.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const reference = '#/components/schemas/';

/** The OpenAPI v3 component of a custom kind: its own schema, with what every object has. */
export function customComponent(type: ResourceType): readonly [string, object] {
  const { group, version, kind, custom } = type;
  const schema: JsonSchema = custom?.schema ?? {};
  const standard = {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { allOf: [{ $ref: `${reference}${meta}ObjectMeta` }] },
  };
  return [
    componentName(type),
    {
      ...schema,
      properties: { ...schema.properties, ...standard },
      'x-kubernetes-group-version-kind': [{ group, version, kind }],
    },
  ];
}

/** The group's labels turned round, as Java names packages. Source: apiextensions `pkg/controller/openapi/builder`. */
export function componentName({ group, version, kind }: ResourceType): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}
