import { type FieldError, invalidValue, notSupported, required, tooLong } from '../objects/field-error.ts';
import { isJsonObject, type Json, jsonEqual } from '../objects/json.ts';
import { formatHolds } from './format-holds.ts';
import { additionalSchema, type JsonSchema } from './json-schema.ts';

/** What of a value does not fit a structural schema. Source: kube-openapi `pkg/validation/validate`, apiextensions `pkg/apiserver/validation`. */
export function schemaErrors(schema: JsonSchema, value: Json, path: string): FieldError[] {
  if (value === null && schema.nullable) return [];
  const mismatch = typeError(schema, value, path);
  if (mismatch) return [mismatch];
  const errors = ownErrors(schema, value, path);
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) errors.push(...value.flatMap((item, index) => schemaErrors(items, item, `${path}[${index}]`)));
  } else if (isJsonObject(value)) {
    for (const name of schema.required ?? []) {
      if (value[name] === undefined) errors.push(required(at(path, name), ''));
    }
    const others = additionalSchema(schema);
    for (const [name, field] of Object.entries(value)) {
      const inner = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : others;
      if (inner) errors.push(...schemaErrors(inner, field, at(path, name)));
    }
  }
  return [...errors, ...combinedErrors(schema, value, path)];
}

function at(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function typeError(schema: JsonSchema, value: Json, path: string): FieldError | undefined {
  const found = typeOf(value);
  const wanted = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type ? [schema.type] : [];
  const fits = !wanted.length || wanted.includes(found) || (found === 'integer' && wanted.includes('number'));
  if (fits && !(typeof value === 'string' && schema.format && !formatHolds(schema.format, value))) return undefined;
  const [expected, shown] = fits ? [schema.format ?? '', value] : [wanted.join(','), found];
  const text = `Invalid value: ${JSON.stringify(shown)}: ${path} in body must be of type ${expected}: ${JSON.stringify(shown)}`;
  return { reason: 'FieldValueTypeInvalid', field: path || '<nil>', text };
}

/** What a schema says of a value itself: words, bounds and sizes. */
function ownErrors(schema: JsonSchema, value: Json, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const fault = (shown: unknown, rule: string) => errors.push(invalidValue(path, shown, `${path} in body ${rule}`));
  if (schema.enum && !schema.enum.some((item) => jsonEqual(item, value))) {
    errors.push(
      notSupported(
        path,
        value,
        schema.enum.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))),
      ),
    );
  }
  if (typeof value === 'string') {
    const { length } = [...value];
    // Of a text the server names the first fault only.
    if (schema.maxLength !== undefined && length > schema.maxLength) errors.push(tooLong(path, schema.maxLength));
    else if (schema.minLength !== undefined && length < schema.minLength) {
      fault(value, `should be at least ${schema.minLength} chars long`);
    } else if (schema.pattern !== undefined && !matches(schema.pattern, value))
      fault(value, `should match '${schema.pattern}'`);
  } else if (typeof value === 'number') {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
    if (multipleOf && !Number.isInteger(Math.fround(value / multipleOf)))
      fault(value, `should be a multiple of ${multipleOf}`);
    if (maximum !== undefined && (value > maximum || (exclusiveMaximum && value === maximum))) {
      fault(value, `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`);
    }
    if (minimum !== undefined && (value < minimum || (exclusiveMinimum && value === minimum))) {
      fault(value, `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`);
    }
  } else if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) {
      fault(value.length, `should have at least ${schema.minItems} items`);
    }
    if (schema.maxItems !== undefined && value.length > schema.maxItems)
      errors.push(tooMany(path, value.length, schema.maxItems));
  } else if (isJsonObject(value)) {
    const size = Object.keys(value).length;
    if (schema.minProperties !== undefined && size < schema.minProperties) {
      fault(size, `should have at least ${schema.minProperties} properties`);
    }
    if (schema.maxProperties !== undefined && size > schema.maxProperties)
      errors.push(tooMany(path, size, schema.maxProperties));
  }
  return errors;
}

function tooMany(field: string, size: number, limit: number): FieldError {
  return { reason: 'FieldValueTooMany', field, text: `Too many: ${size}: must have at most ${limit} items` };
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    // Go's regular expressions know forms that JavaScript's do not; those let everything pass.
    return true;
  }
}

/** `allOf`, `anyOf`, `oneOf` and `not`; the server names no field for them. */
function combinedErrors(
  { allOf = [], anyOf = [], oneOf = [], not }: JsonSchema,
  value: Json,
  path: string,
): FieldError[] {
  const fails = (schemas: readonly JsonSchema[]) => schemas.map((schema) => schemaErrors(schema, value, path));
  const fault = (rule: string) => invalidValue('<nil>', '', `${JSON.stringify(path)} must ${rule}`);
  const errors: FieldError[] = [];
  const any = fails(anyOf);
  if (any.length && any.every((list) => list.length)) {
    errors.push(fault('validate at least one schema (anyOf)'), ...fewest(any));
  }
  const one = fails(oneOf);
  const valid = one.filter((list) => !list.length).length;
  if (one.length && !valid)
    errors.push(fault('validate one and only one schema (oneOf). Found none valid'), ...fewest(one));
  if (valid > 1) errors.push(fault(`validate one and only one schema (oneOf). Found ${valid} valid alternatives`));
  const all = fails(allOf).flat();
  if (all.length) errors.push(fault('validate all the schemas (allOf)'), ...all);
  if (not && !schemaErrors(not, value, path).length) errors.push(fault('not validate the schema (not)'));
  return errors;
}

/** The alternative that comes closest tells what it lacks. */
function fewest(alternatives: readonly FieldError[][]): FieldError[] {
  return alternatives.reduce((best, list) => (list.length < best.length ? list : best));
}
