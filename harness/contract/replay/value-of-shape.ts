import type { Shape } from '../fixture.ts';
import { readPlaceholder } from '../read-placeholder.ts';

/** Chooses the text of a field; undefined: any will do. */
export type TextOf = (field: string) => string | undefined;

/** Plain data of a shape: a valid value for each placeholder, one element for each shape of a list. */
export function valueOfShape(shape: Shape, textOf: TextOf, field = ''): unknown {
  if (typeof shape === 'string') return valueOfPlaceholder(shape, textOf, field);
  if (Array.isArray(shape)) return shape.map((element) => valueOfShape(element, textOf, field));
  return Object.fromEntries(
    Object.entries(shape).map(([name, inner]) => [keyOf(name), valueOfShape(inner, textOf, name)]),
  );
}

function valueOfPlaceholder(text: string, textOf: TextOf, field: string): unknown {
  const { kind, word } = readPlaceholder(text) ?? {};
  switch (kind) {
    case 'number':
      return 1;
    case 'bool':
      return true;
    case 'null':
      return null;
    case 'timestamp':
      return '2026-01-01T00:00:00Z';
    case 'bytes':
      return 'AA==';
    case 'enum':
      return word ?? 1;
    case 'code':
      return word;
    default:
      return textOf(field) ?? (word === 'digits' ? '1' : (word ?? 'text'));
  }
}

function keyOf(name: string): string {
  const { kind, word } = readPlaceholder(name) ?? {};
  return kind === 'key' ? `key${word}` : name;
}
