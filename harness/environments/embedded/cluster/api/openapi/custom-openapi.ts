import type { JsonSchema } from '../custom-resources/json-schema.ts';
import type { ResourceType } from '../registry/resource-type.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const reference = '#/components/schemas/';

/** The OpenAPI v3 component of a custom kind: its own schema, with what every object has. */
export function customComponent({ group, version, kind, custom }: ResourceType): readonly [string, object] {
  const schema: JsonSchema = custom?.schema ?? {};
  const standard = {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { allOf: [{ $ref: `${reference}${meta}ObjectMeta` }] },
  };
  return [
    componentName(group, version, kind),
    {
      ...schema,
      properties: { ...schema.properties, ...standard },
      'x-kubernetes-group-version-kind': [{ group, version, kind }],
    },
  ];
}

/** The group's labels turned round, as Java names packages. Source: apiextensions `pkg/controller/openapi/builder`. */
function componentName(group: string, version: string, kind: string): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}
