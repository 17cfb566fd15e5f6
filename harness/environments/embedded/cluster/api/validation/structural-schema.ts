import type { JsonSchema } from '../custom-resources/json-schema.ts';
import { schemaErrors } from '../custom-resources/schema-errors.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const nobodysFields = [
  '$ref',
  'definitions',
  'dependencies',
  'deprecated',
  'discriminator',
  'id',
  'patternProperties',
  'additionalItems',
];

/** Rules for the schema of a custom resource. Source: apiextensions `ValidateCustomResourceDefinitionOpenAPISchema`, `pkg/apiserver/schema`. */
export function validateStructuralSchema(field: string, schema: JsonSchema): FieldError[] {
  const errors = validateNode(field, schema, 'root');
  if (schema.type && types.includes(schema.type) && schema.type !== 'object') {
    errors.push(invalidValue(`${field}.type`, schema.type, 'must be object at the root'));
  }
  const { properties, ...metadata } = schema.properties?.metadata ?? {};
  const named = Object.keys(properties ?? {});
  const others = Object.keys(metadata).filter((name) => !['type', 'description'].includes(name));
  if (others.length || named.some((name) => !['name', 'generateName'].includes(name))) {
    const rule = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
    errors.push(forbiddenField(`${field}.properties[metadata]`, rule));
  }
  return errors;
}

const places = { root: 'at the root', field: 'for specified object fields', item: 'for specified array items' };

function validateNode(field: string, schema: JsonSchema, place: keyof typeof places): FieldError[] {
  const forbidden = nobodysFields.filter((name) => (schema as Record<string, unknown>)[name] !== undefined);
  if (forbidden.length) return forbidden.map((name) => forbiddenField(`${field}.${name}`, `${name} is not supported`));
  const { type, properties, additionalProperties, items, uniqueItems, pattern } = schema;
  const errors: FieldError[] = [];
  const open = schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-int-or-string'];
  if (!type && !(open && place !== 'root'))
    errors.push(required(`${field}.type`, `must not be empty ${places[place]}`));
  if (type && !types.includes(type)) errors.push(notSupported(`${field}.type`, type, types));
  if (properties && additionalProperties !== undefined) {
    errors.push(
      forbiddenField(`${field}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'),
    );
  }
  if (type === 'array' && !items) errors.push(required(`${field}.items`, 'must be specified'));
  if (uniqueItems) {
    const rule = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    errors.push(forbiddenField(`${field}.uniqueItems`, rule));
  }
  if (pattern !== undefined) errors.push(...validatePattern(`${field}.pattern`, pattern));
  errors.push(
    ...validateLists(field, schema),
    ...validateEmbedded(field, schema),
    ...validateAlternatives(field, schema),
  );
  if (schema.default !== undefined && !errors.length) {
    const own = schemaErrors(schema, schema.default, '');
    errors.push(
      ...own.map((error) => ({ ...error, field: `${field}.default${error.field === '<nil>' ? '' : error.field}` })),
    );
  }
  for (const [name, inner] of Object.entries(properties ?? {})) {
    if (place === 'root' && name === 'metadata') continue;
    errors.push(...validateNode(`${field}.properties[${name}]`, inner, 'field'));
  }
  if (typeof additionalProperties === 'object') {
    errors.push(...validateNode(`${field}.additionalProperties`, additionalProperties, 'field'));
  }
  return items ? [...errors, ...validateNode(`${field}.items`, items, 'item')] : errors;
}

function validatePattern(field: string, pattern: string): FieldError[] {
  try {
    new RegExp(pattern, 'u');
    return [];
  } catch (error) {
    // What JavaScript alone refuses, Go may take.
    const unclosed = /Unterminated group/.test(String(error));
    const rule = `must be a valid regular expression, but isn't: error parsing regexp: missing closing ): \`${pattern}\``;
    return unclosed ? [invalidValue(field, pattern, rule)] : [];
  }
}

function validateLists(field: string, schema: JsonSchema): FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  const errors: FieldError[] = [];
  if (listType !== undefined && !['atomic', 'set', 'map'].includes(listType)) {
    errors.push(notSupported(`${field}.x-kubernetes-list-type`, listType, ['atomic', 'set', 'map']));
  }
  if (listType === 'map' && !keys?.length) {
    const rule = 'must not be empty if x-kubernetes-list-type is map';
    errors.push(required(`${field}.x-kubernetes-list-map-keys`, rule));
  }
  if (listType === 'set' && schema.items?.type === 'object' && schema.items['x-kubernetes-map-type'] !== 'atomic') {
    const given = schema.items['x-kubernetes-map-type'] ?? null;
    const rule = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    errors.push(invalidValue(`${field}.items.x-kubernetes-map-type`, given, rule));
  }
  return errors;
}

function validateEmbedded(field: string, schema: JsonSchema): FieldError[] {
  if (!schema['x-kubernetes-embedded-resource']) return [];
  const errors: FieldError[] = [];
  if (!schema.properties && !schema['x-kubernetes-preserve-unknown-fields']) {
    const rule =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    errors.push(required(`${field}.properties`, rule));
  }
  if (schema.type !== 'object') {
    const rule = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(invalidValue(`${field}.type`, schema.type ?? '', rule));
  }
  return errors;
}

const structural = ['type', 'default', 'additionalProperties', 'nullable', 'description', 'title'] as const;

/** What values are is said outside of `anyOf` and its like, but for the two types of an integer or string. */
function validateAlternatives(field: string, schema: JsonSchema): FieldError[] {
  if (schema['x-kubernetes-int-or-string']) return [];
  const lists = { allOf: schema.allOf, anyOf: schema.anyOf, oneOf: schema.oneOf };
  const inner: (readonly [string, JsonSchema])[] = Object.entries(lists).flatMap(([name, list]) =>
    (list ?? []).map((item, index) => [`${field}.${name}[${index}]`, item] as const),
  );
  if (schema.not) inner.push([`${field}.not`, schema.not]);
  return inner.flatMap(([place, item]) =>
    structural
      .filter((name) => (item as Record<string, unknown>)[name] !== undefined)
      .map((name) => forbiddenField(`${place}.${name}`, 'must be empty to be structural')),
  );
}
