import {
  type FieldSchema,
  type ListSchema,
  type MapSchema,
  type Schema,
  type StructSchema,
  schemaOfKind,
} from '../openapi/schema.ts';
import { additionalSchema, type JsonSchema } from './json-schema.ts';

/** What has no schema is owned as it looks: maps by key, lists as a whole. Source: structured-merge-diff `DeducedParseableType`. */
const deduced = { type: 'map', goType: '', atomic: false, deduced: true } as {
  -readonly [K in keyof MapSchema]: MapSchema[K];
};
deduced.values = deduced;

/** The structure of a custom resource, for server-side apply and field ownership. */
export function typedSchema(kind: string, schema: JsonSchema): StructSchema {
  const standard = schemaOfKind('', 'v1', 'ConfigMap')?.fields;
  const root = struct(kind, schema);
  const fields = new Map(root.fields);
  for (const name of ['apiVersion', 'kind', 'metadata']) {
    const field = standard?.get(name);
    if (field) fields.set(name, field);
  }
  return { ...root, fields: isOpen(schema) ? new OpenFields(fields) : fields };
}

function isOpen(schema: JsonSchema): boolean {
  return Boolean(schema['x-kubernetes-preserve-unknown-fields']);
}

/** Fields of an object that may have others than those it declares. */
class OpenFields extends Map<string, FieldSchema> {
  override get(name: string): FieldSchema {
    return super.get(name) ?? field(deduced, undefined);
  }
}

function struct(name: string, schema: JsonSchema): StructSchema {
  const declared = Object.entries(schema.properties ?? {});
  const fields = new Map(declared.map(([key, inner]) => [key, field(schemaOf(inner), inner.default)]));
  return {
    type: 'struct',
    name,
    goType: '',
    fields: isOpen(schema) || schema['x-kubernetes-embedded-resource'] ? new OpenFields(fields) : fields,
    required: new Set(schema.required ?? []),
    pointers: new Set(),
    nullable: true,
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
  };
}

function field(schema: Schema, fallback: unknown): FieldSchema {
  return { schema, default: fallback, patchStrategy: [], atomic: false };
}

function schemaOf(schema: JsonSchema): Schema {
  if (schema['x-kubernetes-int-or-string']) return { type: 'any', goType: '' };
  switch (schema.type) {
    case 'object': {
      const values = additionalSchema(schema);
      const atomic = schema['x-kubernetes-map-type'] === 'atomic';
      if (values) return { type: 'map', goType: '', values: schemaOf(values), atomic };
      return schema.properties || !isOpen(schema) ? struct('', schema) : deduced;
    }
    case 'array':
      return list(schema);
    case 'integer':
      return { type: 'int64', goType: '' };
    case 'number':
      return { type: 'double', goType: '' };
    case 'boolean':
      return { type: 'boolean', goType: '' };
    case 'string':
      return { type: 'string', goType: '' };
    default:
      return deduced;
  }
}

function list(schema: JsonSchema): ListSchema {
  const listType = schema['x-kubernetes-list-type'];
  return {
    type: 'list',
    goType: '',
    nullable: true,
    items: schema.items ? schemaOf(schema.items) : deduced,
    listType: listType === 'map' || listType === 'set' ? listType : 'atomic',
    keys: schema['x-kubernetes-list-map-keys'] ?? [],
    patchStrategy: [],
    mergeKey: undefined,
  };
}
