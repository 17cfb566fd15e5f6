import type { Shape } from '../fixture.ts';
import { enumNames, isCode, isWord } from './known-names.ts';

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Deeper than any document of the contract, and far from where recursion ends. */
const deepest = 64;

export interface JsonShapeOptions {
  /** Which keys are field names and stay; every other one may be a value. */
  readonly fields: ReadonlySet<string>;
  readonly depth?: number;
}

/** The shape of plain data, as JSON or YAML gives it. */
export function jsonShape(value: unknown, { fields, depth = 0 }: JsonShapeOptions, field = ''): Shape {
  if (depth > deepest) return '<deep>';
  if (value === null || value === undefined) return '<null>';
  if (typeof value === 'string') return textShape(value, field);
  if (typeof value === 'number' || typeof value === 'bigint') return '<number>';
  if (typeof value === 'boolean') return '<bool>';
  const inside = { fields, depth: depth + 1 };
  if (Array.isArray(value)) return distinct(value.map((item) => jsonShape(item, inside, field)));
  return fieldShapes(
    Object.entries(value).map(([name, item]) => ({
      name: fields.has(name) ? name : undefined,
      shape: jsonShape(item, inside, fields.has(name) ? name : ''),
    })),
  );
}

/** Each shape once, in order. */
export function distinct(shapes: readonly Shape[]): Shape[] {
  return [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
}

/** An object's shape: fields with a name keep it, of all others there is one `<key N>` a distinct shape. */
export function fieldShapes(list: readonly { readonly name: string | undefined; readonly shape: Shape }[]): Shape {
  const named = list.flatMap(({ name, shape }): [string, Shape][] => (name === undefined ? [] : [[name, shape]]));
  const others = distinct(list.flatMap(({ name, shape }) => (name === undefined ? [shape] : [])));
  return Object.fromEntries([
    ...named,
    ...others.map((shape, index): [string, Shape] => [`<key ${index + 1}>`, shape]),
  ]);
}

function textShape(text: string, field: string): string {
  if (enumNames.has(text)) return `<enum ${text}>`;
  if (field === 'code' && isCode(text)) return `<code ${text}>`;
  if (isWord(field, text)) return `<string ${text}>`;
  if (timestamp.test(text)) return '<timestamp>';
  // Proto-JSON writes 64-bit numbers so, and takes no other text in their place.
  return /^-?\d{1,20}$/.test(text) ? '<string digits>' : '<string>';
}
