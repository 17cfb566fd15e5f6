import { isJsonObject, type Json, type JsonObject, setField } from '../objects/json.ts';
import { milliQuantity, parseQuantity } from '../objects/quantity.ts';
import type { ScalarSchema, Schema, StructSchema } from '../openapi/schema.ts';
import { DecodeError } from './decode-error.ts';
import { parseGoTime } from './go-time.ts';
import type { Spellings } from './parse-json.ts';

export interface DecodedObject {
  /** The object without unknown and null fields, quantities in canonical form. */
  readonly object: JsonObject;
  /** `unknown field "spec.foo"`, `duplicate field "spec.replicas"`, in the order of the document. */
  readonly strictErrors: readonly string[];
}

/** Reads a value as the Go type behind `schema` would, numbers as they are written. Throws DecodeError. */
export function decodeObject(
  schema: StructSchema,
  value: Json,
  duplicates: ReadonlyMap<object, ReadonlySet<string>>,
  spellings: Spellings = new Map(),
): DecodedObject {
  const strictErrors: string[] = [];
  // Go goes on after a value of the wrong type, and tells of the first at the end, unless a type of its own refuses one.
  let saved: DecodeError | undefined;
  const walk = (
    current: Schema,
    input: Json,
    path: string,
    owner: string,
    goPath: string,
    written?: string,
  ): Json | undefined => {
    const fault = (found: string, goType = current.goType): DecodeError => {
      const place = goPath ? `Go struct field ${owner}.${goPath}` : 'Go value';
      const message = `json: cannot unmarshal ${found} into ${place} of type ${goType}`;
      return new DecodeError(message, { type: current.type, goType, found: input });
    };
    const remember = (error: DecodeError): undefined => {
      saved ??= error;
    };
    const mismatch = (found: string): undefined => remember(fault(found));
    const join = (name: string) => (path ? `${path}.${name}` : name);
    switch (current.type) {
      case 'struct': {
        if (!isJsonObject(input)) return mismatch(kindOf(input));
        const result: JsonObject = {};
        const struct = current.goType.split('.').at(-1) ?? '';
        for (const [name, field] of Object.entries(input)) {
          const known = current.fields.get(name);
          if (!known) {
            strictErrors.push(`unknown field "${join(name)}"`);
            continue;
          }
          const repeated = duplicates.get(input)?.has(name);
          if (field === null) {
            if (repeated) strictErrors.push(`duplicate field "${join(name)}"`);
            continue;
          }
          const place = goPath ? `${goPath}.${name}` : name;
          const decoded = walk(known.schema, field, join(name), struct, place, spellings.get(input)?.get(name));
          // Go meets the repetition after all that the first occurrence holds.
          if (repeated) strictErrors.push(`duplicate field "${join(name)}"`);
          if (
            decoded !== undefined &&
            (current.required.has(name) ||
              judgedEmpty.has(`${struct}.${name}`) ||
              !isLeftOut(decoded, known.schema, current, name))
          ) {
            result[name] = decoded;
          }
        }
        return result;
      }
      case 'map': {
        if (!isJsonObject(input)) return mismatch(kindOf(input));
        const result: JsonObject = {};
        for (const [name, field] of Object.entries(input)) {
          if (duplicates.get(input)?.has(name)) strictErrors.push(`duplicate field "${join(name)}"`);
          const decoded =
            field === null
              ? zero(current.values)
              : walk(current.values, field, join(name), owner, goPath, spellings.get(input)?.get(name));
          if (decoded === undefined) continue;
          // Source: kubernetes `SetDefaults_ResourceList`.
          const isAmount = current.values.type === 'quantity' && typeof decoded === 'string';
          setField(result, name, isAmount ? milliQuantity(decoded) : decoded);
        }
        return result;
      }
      case 'list': {
        if (!Array.isArray(input)) return mismatch(kindOf(input));
        return input.map((item, index) =>
          item === null
            ? (zero(current.items) ?? {})
            : (walk(
                current.items,
                item,
                `${path}[${index}]`,
                owner,
                goPath,
                spellings.get(input)?.get(String(index)),
              ) ?? null),
        );
      }
      default:
        return scalar(current, input, { mismatch, remember, fault }, written ?? String(input));
    }
  };
  const object = walk(schema, value, '', '', '');
  if (saved) throw saved;
  return { object: object as JsonObject, strictErrors };
}

/** How a value is refused. */
interface Refusal {
  /** Remembers that the type is wrong; the value counts as left out. */
  mismatch(found: string): undefined;
  /** Remembers any other fault. */
  remember(error: DecodeError): undefined;
  /** The words for a value that a type of Go's own refuses at once. */
  fault(found: string, goType?: string): DecodeError;
}

/** `written` is how a number stands in the document. */
function scalar({ type, goType }: ScalarSchema, input: Json, refusal: Refusal, written: string): Json | undefined {
  const { mismatch } = refusal;
  switch (type) {
    case 'any':
      return input;
    case 'object':
      return isJsonObject(input) || goType === 'runtime.RawExtension' ? input : mismatch(kindOf(input));
    case 'string':
      return typeof input === 'string' ? input : mismatch(kindOf(input));
    case 'boolean':
      return typeof input === 'boolean' ? input : mismatch(kindOf(input));
    case 'int32':
      if (typeof input !== 'number') return mismatch(kindOf(input));
      return isInt32(input) && isWhole(written) ? input : mismatch(`number ${written}`);
    case 'int64':
      if (typeof input !== 'number') return mismatch(kindOf(input));
      return isWhole(written) && fitsInt64(written) ? input : mismatch(`number ${written}`);
    case 'double':
      return typeof input === 'number' ? input : mismatch(kindOf(input));
    case 'bytes':
      return typeof input === 'string' ? base64(input, refusal) : mismatch(kindOf(input));
    case 'time':
      if (typeof input !== 'string') throw refusal.fault(kindOf(input), 'string');
      return parseGoTime(input, goType === 'v1.MicroTime');
    case 'quantity': {
      const text = typeof input === 'string' ? input.trim() : typeof input === 'number' ? written : undefined;
      const quantity = text === undefined ? undefined : parseQuantity(text);
      if (!quantity) throw new DecodeError(quantityRule);
      return quantity.canonical;
    }
    case 'intOrString':
      if (typeof input === 'string' || (isInt32(input) && isWhole(written))) return input;
      throw refusal.fault(typeof input === 'number' ? `number ${written}` : kindOf(input));
  }
}

/** Go takes no `1.0` and no `1e0` for a whole number. */
function isWhole(written: string): boolean {
  return /^-?\d+$/.test(written);
}

function fitsInt64(written: string): boolean {
  return BigInt.asIntN(64, BigInt(written)) === BigInt(written);
}

function isInt32(input: Json): boolean {
  return typeof input === 'number' && Number.isInteger(input) && input >= -(2 ** 31) && input < 2 ** 31;
}

const quantityRule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** Go's base64 decoder ignores line ends and names the first bad byte. */
function base64(text: string, { remember }: Refusal): string | undefined {
  const compact = text.replace(/[\r\n]/g, '');
  const bad = /^[A-Za-z0-9+/]*={0,2}/.exec(compact)?.[0].length ?? 0;
  if (bad < compact.length || compact.length % 4 !== 0) {
    const position = bad < compact.length ? bad : compact.length - (compact.length % 4);
    return remember(new DecodeError(`illegal base64 data at input byte ${position}`));
  }
  return compact;
}

export function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Lists and maps of which validation tells an empty one from none. */
const judgedEmpty = new Set(['HPAScalingRules.policies', 'IngressSpec.rules', 'PersistentVolumeSpec.capacity']);

/** Go leaves out empty lists and maps on the way out, and scalars that are zero, unless they are pointers. */
function isLeftOut(value: Json, schema: Schema, owner: StructSchema, name: string): boolean {
  if (schema.type === 'list') return Array.isArray(value) && value.length === 0;
  if (schema.type === 'map') return isJsonObject(value) && Object.keys(value).length === 0;
  return (value === '' || value === 0 || value === false) && isPlain(schema.type) && !owner.pointers.has(name);
}

/** Structures are never left out, and a number or string, a quantity and a time are some. */
function isPlain(type: Schema['type']): boolean {
  return type !== 'intOrString' && type !== 'quantity' && type !== 'time' && type !== 'any';
}

/** What `null` makes of an item: Go's zero value. */
export function zero(schema: Schema): Json | undefined {
  switch (schema.type) {
    case 'string':
    case 'bytes':
      return '';
    case 'int32':
    case 'int64':
    case 'double':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'boolean':
      return false;
    case 'list':
      return [];
    default:
      return schema.type === 'any' || schema.type === 'time' ? null : {};
  }
}
