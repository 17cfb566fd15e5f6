import { isJsonObject, type Json, type JsonObject, setField } from '../objects/json.ts';
import type { ProtobufMessage } from '../openapi/generate-protobuf.ts';
import { type Schema, type StructSchema, schemaOfKind } from '../openapi/schema.ts';
import { protobufMessages } from './protobuf-messages.ts';
import { ProtobufError, readFields, type WireValue } from './protobuf-reader.ts';

const magic = Buffer.from('k8s\0');

/**
 * Reads `application/vnd.kubernetes.protobuf`: magic bytes and a `runtime.Unknown` around the object. Gives the object as
 * it would stand in JSON. Throws ProtobufError.
 */
export function decodeProtobuf(body: Buffer, expected: { group: string; version: string; kind: string }): JsonObject {
  if (!body.subarray(0, 4).equals(magic))
    throw new ProtobufError('provided data does not appear to be a protobuf message');
  let apiVersion = '';
  let kind = '';
  let raw: Buffer = Buffer.alloc(0);
  for (const [number, value] of readFields(body.subarray(4))) {
    if (number === 2 && Buffer.isBuffer(value)) raw = value;
    if (number !== 1 || !Buffer.isBuffer(value)) continue;
    for (const [part, text] of readFields(value)) {
      if (part === 1) apiVersion = String(text);
      if (part === 2) kind = String(text);
    }
  }
  const [version = '', group = ''] = apiVersion ? apiVersion.split('/').reverse() : [expected.version, expected.group];
  const schema = schemaOfKind(group, version, kind || expected.kind);
  const content = schema ? readStruct(schema, raw) : {};
  return { ...(apiVersion && { apiVersion }), ...(kind && { kind }), ...content };
}

function readStruct(schema: StructSchema, bytes: Buffer): JsonObject {
  const layout = protobufMessages()[schema.name];
  const result: JsonObject = {};
  if (layout) readInto(result, schema, layout, bytes);
  return result;
}

function readInto(result: JsonObject, schema: StructSchema, layout: ProtobufMessage, bytes: Buffer): void {
  for (const [number, value] of readFields(bytes)) {
    const place = layout[number];
    if (place === undefined) continue;
    if (typeof place === 'object') {
      readInto(result, schema, place, asBytes(value));
      continue;
    }
    const pointer = place.endsWith('*');
    const name = pointer ? place.slice(0, -1) : place;
    const field = schema.fields.get(name)?.schema;
    if (!field) continue;
    readField(result, name, field, value, pointer);
  }
}

function readField(result: JsonObject, name: string, schema: Schema, value: WireValue, pointer: boolean): void {
  if (schema.type === 'list') {
    const list = result[name];
    const items = Array.isArray(list) ? list : [];
    result[name] = items;
    items.push(readValue(schema.items, value) ?? null);
    return;
  }
  if (schema.type === 'map') {
    const present = result[name];
    const map = isJsonObject(present) ? present : {};
    result[name] = map;
    let key = '';
    let item: Json | undefined;
    for (const [part, content] of readFields(asBytes(value))) {
      if (part === 1) key = String(content);
      if (part === 2) item = readValue(schema.values, content);
    }
    setField(map, key, item ?? (schema.values.type === 'struct' ? {} : ''));
    return;
  }
  const read = readValue(schema, value);
  // What is no pointer is always sent; its zero says that it was left out.
  if (read !== undefined && (pointer || !isZero(read))) result[name] = read;
}

function isZero(value: Json): boolean {
  return value === '' || value === 0 || value === false || (isJsonObject(value) && Object.keys(value).length === 0);
}

function readValue(schema: Schema, value: WireValue): Json | undefined {
  switch (schema.type) {
    case 'struct':
      return readStruct(schema, asBytes(value));
    case 'string':
      return asBytes(value).toString('utf8');
    case 'bytes':
      return asBytes(value).toString('base64');
    case 'boolean':
      return value === 1n;
    case 'int32':
    case 'int64':
      return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : undefined;
    case 'double':
      return typeof value === 'bigint' ? asDouble(value) : undefined;
    case 'quantity':
      return partOf(value, 1)?.toString() ?? '0';
    case 'time':
      return readTime(asBytes(value), schema.goType === 'v1.MicroTime');
    case 'intOrString': {
      const isText = partOf(value, 1) === 1n;
      const part = partOf(value, isText ? 3 : 2);
      return isText ? (part?.toString() ?? '') : Number(BigInt.asIntN(64, typeof part === 'bigint' ? part : 0n));
    }
    case 'object':
    case 'any': {
      const raw = partOf(value, 1);
      return raw === undefined ? undefined : (JSON.parse(raw.toString()) as Json);
    }
    default:
      return undefined;
  }
}

function asBytes(value: WireValue): Buffer {
  if (Buffer.isBuffer(value)) return value;
  throw new ProtobufError('wrong wireType');
}

function partOf(value: WireValue, wanted: number): WireValue | undefined {
  for (const [number, part] of readFields(asBytes(value))) if (number === wanted) return part;
  return undefined;
}

function asDouble(bits: bigint): number {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(bits);
  return buffer.readDoubleLE();
}

/** Go's zero time, in the year 1, is no time. */
function readTime(message: Buffer, micro: boolean): string | undefined {
  let seconds = 0n;
  let nanos = 0n;
  for (const [number, value] of readFields(message)) {
    if (number === 1 && typeof value === 'bigint') seconds = BigInt.asIntN(64, value);
    if (number === 2 && typeof value === 'bigint') nanos = value;
  }
  if (seconds <= 0n) return undefined;
  const time = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return micro ? `${time}.${String(nanos / 1000n).padStart(6, '0')}Z` : `${time}Z`;
}
