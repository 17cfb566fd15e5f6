import {
  type DescField,
  type DescMessage,
  fromJson,
  type JsonValue,
  toBinary,
  type UnknownField,
} from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { WireType } from '@bufbuild/protobuf/wire';
import type { Shape } from '../fixture.ts';
import { readPlaceholder } from '../read-placeholder.ts';
import { type TextOf, valueOfShape } from './value-of-shape.ts';

type Fields = Readonly<Record<string, Shape>>;

/** A message of a shape, in binary. Throws for a field that the message has not, or of another type. */
export function messageOfShape(schema: DescMessage, shape: Shape, textOf: TextOf): Uint8Array {
  const message = fromJson(schema, valueOfShape(known(shape), textOf) as JsonValue);
  addUnknown(reflect(schema, message), shape);
  return toBinary(schema, message);
}

function known(shape: Shape): Shape {
  if (typeof shape === 'string') return shape;
  if (Array.isArray(shape)) return shape.map(known);
  const fields = Object.entries(shape).filter(([name]) => readPlaceholder(name)?.kind !== 'field');
  return Object.fromEntries(fields.map(([name, inner]) => [name, known(inner)]));
}

/** Fields that no descriptor knows, where the shape has them: a mock that hands a message on hands them on. */
function addUnknown(message: ReflectMessage, shape: Shape): void {
  if (typeof shape === 'string' || Array.isArray(shape)) return;
  const fields = Object.entries(shape as Fields);
  const unknown = fields.flatMap(([name, inner]) => {
    const { kind, word } = readPlaceholder(name) ?? {};
    return kind === 'field' && typeof inner === 'string' ? unknownField(Number(word), inner) : [];
  });
  if (unknown.length > 0) message.setUnknown(unknown);
  for (const [name, inner] of fields) {
    const field = message.fields.find(({ jsonName }) => jsonName === name);
    if (field?.message === undefined || field.message.typeName.startsWith('google.protobuf.')) continue;
    for (const [value, part] of pairs(message, field, inner)) addUnknown(value, part);
  }
}

function pairs(message: ReflectMessage, field: DescField, shape: Shape): [ReflectMessage, Shape][] {
  if (field.fieldKind === 'message') return [[message.get(field), shape]];
  if (field.fieldKind !== 'list' || !Array.isArray(shape)) return [];
  return [...message.get(field)].map((item, index) => [item as ReflectMessage, shape[index] ?? {}]);
}

function unknownField(no: number, shape: string): UnknownField[] {
  switch (shape) {
    case '<varint>':
      return [{ no, wireType: WireType.Varint, data: new Uint8Array([1]) }];
    case '<fixed32>':
      return [{ no, wireType: WireType.Bit32, data: new Uint8Array(4) }];
    case '<fixed64>':
      return [{ no, wireType: WireType.Bit64, data: new Uint8Array(8) }];
    case '<length_delimited>':
      return [{ no, wireType: WireType.LengthDelimited, data: new Uint8Array([1, 0x61]) }];
    default:
      return [];
  }
}
