import { S3Error } from '../../errors/s3-error.ts';
import type { XmlTree } from '../../http/read-xml.ts';
import type { XmlElements } from '../../http/xml.ts';

/** What an element may hold: text, or child elements in the order in which S3 prints them. */
export type XmlShape =
  | { readonly kind: 'text'; accepts(text: string): boolean }
  | { readonly kind: 'elements'; readonly fields: Readonly<Record<string, XmlField>> };

/** A child element: what it holds and how often it may stand. */
export interface XmlField {
  readonly shape: XmlShape;
  readonly least: number;
  readonly most: number;
}

/** Text, one of `accepted` where any are given. */
export function text(...accepted: readonly string[]): XmlShape {
  return { kind: 'text', accepts: (value) => accepted.length === 0 || accepted.includes(value) };
}

export const whole: XmlShape = { kind: 'text', accepts: (value) => /^-?\d{1,10}$/.test(value) };
export const flag: XmlShape = text('true', 'false');
export const date: XmlShape = { kind: 'text', accepts: (value) => !Number.isNaN(Date.parse(value)) };

export function elements(fields: Readonly<Record<string, XmlField>>): XmlShape {
  return { kind: 'elements', fields };
}

export const one = (shape: XmlShape): XmlField => ({ shape, least: 1, most: 1 });
export const maybe = (shape: XmlShape): XmlField => ({ shape, least: 0, most: 1 });
export const some = (shape: XmlShape, most = 1000): XmlField => ({ shape, least: 1, most });
export const any = (shape: XmlShape, most = 1000): XmlField => ({ shape, least: 0, most });

/** Names of the elements that may repeat anywhere in a shape, as the XML reader wants to know them. */
export function repeated(shape: XmlShape): string[] {
  if (shape.kind === 'text') return [];
  return Object.entries(shape.fields).flatMap(([name, field]) => [
    ...(field.most > 1 ? [name] : []),
    ...repeated(field.shape),
  ]);
}

/** The document in the order of its shape. Throws `MalformedXML` for what does not fit, unknown elements included. */
export function shaped(tree: XmlTree, shape: XmlShape): XmlElements {
  if (shape.kind === 'text') throw new S3Error('MalformedXML');
  const names = Object.keys(tree).filter((name) => name !== '#text');
  if (names.some((name) => !(name in shape.fields))) throw new S3Error('MalformedXML');
  const children = Object.entries(shape.fields).flatMap(([name, { shape: inner, least, most }]) => {
    const given = tree[name] === undefined ? [] : [tree[name]].flat();
    if (given.length < least || given.length > most) throw new S3Error('MalformedXML');
    const values = given.map((value) => content(value, inner));
    return given.length === 0 ? [] : [[name, most === 1 ? values[0] : values]];
  });
  return Object.fromEntries(children);
}

function content(value: unknown, shape: XmlShape): string | XmlElements {
  if (shape.kind === 'elements') {
    if (typeof value === 'object' && value !== null) return shaped(value as XmlTree, shape);
    if (String(value).trim() === '') return shaped({}, shape);
  } else if (typeof value === 'string' && shape.accepts(value)) {
    return value;
  }
  throw new S3Error('MalformedXML');
}
