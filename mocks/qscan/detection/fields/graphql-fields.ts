import { below, type Place, type PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

/** A bracket that is open. */
interface Open {
  readonly kind: 'document' | 'selection' | 'arguments' | 'list';
  readonly closing: string;
  readonly place: Place | undefined;
  /** The field, argument or member that was named last; of a list how many values it had. */
  last: string | number | undefined;
  /** A value is due: behind a colon or an equals sign. */
  isValue: boolean;
  /** The next name is a directive's, which is no field. */
  isDirective: boolean;
}

const token =
  /[\s,\ufeff]+|(?<comment>#[^\r\n]*)|(?<block>"""(?:[^"\\]|\\.|"(?!""))*""")|(?<string>"(?!"")(?:[^"\\\r\n]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<variable>\$[A-Za-z_]\w*)|(?<name>[A-Za-z_]\w*)|(?<sign>\.\.\.|[!&():=@[\]{|}])/suy;
const closings: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };
const begins = /^(?:[\s,\ufeff]|#[^\r\n]*[\r\n])*(?:\{|(?:query|mutation|subscription|fragment)\b)/;

/** Whether a text can be a GraphQL document with operations. */
export function looksLikeGraphql(text: string): boolean {
  return begins.test(text) && text.includes('{');
}

/**
 * Values that stand in a GraphQL document (specification of October 2021, section 2): strings, numbers, comments, under the names
 * of fields, arguments and members above them. Undefined: no document, or one without a value.
 */
export function graphqlFields(text: string, reading: Reading, root?: Place): PlacedField[] | undefined {
  const fields: PlacedField[] = [];
  const open: Open[] = [
    { kind: 'document', closing: '', place: root, last: undefined, isValue: false, isDirective: false },
  ];
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const groups = token.exec(text)?.groups;
    const top = open.at(-1);
    if (groups === undefined || top === undefined) return undefined;
    const { comment, block, string, number, variable, name, sign } = groups;
    const value = literalText(block, string, number);
    if (value !== undefined) {
      if (top.kind === 'selection' || top.kind === 'document') return undefined;
      if (!reading.add(fields, value, placeIn(top))) return fields;
      endValue(top);
    } else if (comment !== undefined) {
      if (!reading.add(fields, comment.slice(1).trim(), top.place)) return fields;
    } else if (name !== undefined || variable !== undefined) {
      if (top.kind === 'list') endValue(top);
      else if (top.isDirective) top.isDirective = false;
      else if (top.isValue) top.isValue = false;
      else if (top.kind !== 'document') top.last = name ?? variable;
    } else if (sign === '@') top.isDirective = true;
    else if (sign === ':' || sign === '=') top.isValue = top.kind === 'arguments';
    else if (sign !== undefined && closings[sign] !== undefined) {
      if (!reading.enter(open.length - 1)) return fields;
      open.push(opened(sign, top));
    } else if (sign === top.closing) {
      open.pop();
      const outer = open.at(-1);
      if (outer !== undefined) endValue(outer);
    } else if (sign !== undefined && ')]}'.includes(sign)) return undefined;
  }
  return open.length === 1 && fields.length > 0 ? fields : undefined;
}

function opened(sign: string, top: Open): Open {
  const isArgument = sign === '(' || top.kind === 'arguments' || top.kind === 'list';
  return {
    kind: sign === '[' ? 'list' : isArgument ? 'arguments' : 'selection',
    closing: closings[sign] ?? '',
    place: placeIn(top),
    last: sign === '[' ? 0 : undefined,
    isValue: false,
    isDirective: false,
  };
}

function placeIn({ place, last }: Open): Place | undefined {
  return last === undefined ? place : below(place, last);
}

function endValue(top: Open): void {
  if (typeof top.last === 'number') top.last++;
  top.isValue = false;
}

function literalText(
  block: string | undefined,
  string: string | undefined,
  number: string | undefined,
): string | undefined {
  if (block !== undefined) return block.slice(3, -3).replaceAll('\\"""', '"""').trim();
  if (string === undefined) return number;
  try {
    return JSON.parse(string.replaceAll('\t', '\\t')) as string;
  } catch {
    return string.slice(1, -1);
  }
}
