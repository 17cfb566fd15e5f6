import { additionalSchema, type JsonSchema } from '../custom-resources/json-schema.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { OpenApiNode } from './expand-schema.ts';

/**
 * The OpenAPI v2 definition of a custom kind. One that keeps unknown fields tells nothing more than that it is an object,
 * or kubectl would refuse those fields. Source: apiextensions `pkg/controller/openapi/builder`.
 */
export function customDefinition({ group, version, kind, custom }: ResourceType): OpenApiNode {
  const schema = custom?.schema;
  const kinds = { 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
  if (!schema || schema['x-kubernetes-preserve-unknown-fields']) return { type: 'object', ...kinds };
  const known = versionTwo(schema);
  const standard = {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
  };
  return { ...known, properties: { ...(known.properties as object | undefined), ...standard }, ...kinds };
}

/** Leaves out what v2 cannot say, or kubectl not read. Source: apiextensions `pkg/controller/openapi/v2/conversion.go`. */
function versionTwo(schema: JsonSchema): OpenApiNode {
  const { allOf, anyOf, oneOf, not, default: fallback, nullable, type, ...others } = schema;
  const { items, properties, required, additionalProperties, ...rest } = others;
  const isAnything = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const isOpen = nullable || isAnything;
  const hasType = type !== undefined && !nullable && !(isAnything && type === 'object');
  const additional = additionalSchema(schema);
  const needed = required?.filter((name) => isOpen || !properties?.[name]?.nullable);
  return {
    ...rest,
    ...(hasType && !(type === 'array' && (isOpen || !items)) && { type }),
    ...(!isOpen && items && { items: versionTwo(items) }),
    ...(!isOpen && properties && { properties: mapped(properties) }),
    ...(needed?.length && !additional?.nullable && { required: needed }),
    ...(additionalProperties !== undefined && {
      additionalProperties: additional ? versionTwo(additional) : additionalProperties,
    }),
  };
}

function mapped(properties: Readonly<Record<string, JsonSchema>>): OpenApiNode {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, versionTwo(schema)]));
}
