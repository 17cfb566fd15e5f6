import { type DescField, ScalarType, toJson } from '@bufbuild/protobuf';
import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import { WireType } from '@bufbuild/protobuf/wire';
import { type Struct, StructSchema, TimestampSchema } from '@bufbuild/protobuf/wkt';
import type { Shape } from '../fixture.ts';
import { distinct, fieldShapes, jsonShape } from './json-shape.ts';
import { isWord } from './known-names.ts';

const noFields: ReadonlySet<string> = new Set();

/** https://protobuf.dev/programming-guides/encoding/#structure */
const wireShapes: Readonly<Record<WireType, string>> = {
  [WireType.Varint]: '<varint>',
  [WireType.Bit64]: '<fixed64>',
  [WireType.LengthDelimited]: '<length_delimited>',
  [WireType.StartGroup]: '<group>',
  [WireType.EndGroup]: '<group>',
  [WireType.Bit32]: '<fixed32>',
};

/** The shape of a message: fields that are set, by their JSON names, and unknown ones as `<field 99>` with their wire type. */
export function messageShape(message: ReflectMessage): Shape {
  if (message.desc.typeName === TimestampSchema.typeName) return '<timestamp>';
  if (message.desc.typeName === StructSchema.typeName) {
    return jsonShape(toJson(StructSchema, message.message as Struct), { fields: noFields });
  }
  const set = message.sortedFields
    .filter((field) => message.isSet(field))
    .map((field) => ({ name: field.jsonName, shape: fieldShape(message, field) }));
  const unknown = (message.getUnknown() ?? []).map(({ no, wireType }) => ({
    name: `<field ${no}>`,
    shape: wireShapes[wireType],
  }));
  return fieldShapes([...set, ...unknown]);
}

function fieldShape(message: ReflectMessage, field: DescField): Shape {
  switch (field.fieldKind) {
    case 'list':
      return distinct([...message.get(field)].map((item) => valueShape(field, item)));
    case 'map':
      return fieldShapes(
        [...message.get(field)].map(([, item]) => ({ name: undefined, shape: valueShape(field, item) })),
      );
    default:
      return valueShape(field, message.get(field));
  }
}

function valueShape(field: DescField, value: unknown): Shape {
  if (field.message !== undefined) return messageShape(value as ReflectMessage);
  if (field.enum !== undefined) {
    const named = field.enum.value[value as number];
    return named === undefined ? '<enum>' : `<enum ${named.name}>`;
  }
  if (field.scalar === ScalarType.STRING) {
    return isWord(field.jsonName, value as string) ? `<string ${value}>` : '<string>';
  }
  if (field.scalar === ScalarType.BOOL) return '<bool>';
  return field.scalar === ScalarType.BYTES ? '<bytes>' : '<number>';
}
