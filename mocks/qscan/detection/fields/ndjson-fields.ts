import { jsonFields } from './json-fields.ts';
import { below, type Place, type PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

const recordSeparator = '\x1e';

/**
 * Fields of JSON texts a line each (https://github.com/ndjson/ndjson-spec), or behind a record separator (RFC 7464). Lines
 * without a text are not counted. A line that is no JSON, as where a body was cut, is one text.
 */
export function ndjsonFields(text: string, reading: Reading, root?: Place): PlacedField[] {
  const fields: PlacedField[] = [];
  let index = 0;
  for (const line of ndjsonLines(text)) {
    const place = below(root, index++);
    const record = jsonFields(line, reading, place);
    if (record === undefined) reading.add(fields, line, place);
    else for (const field of record) fields.push(field);
    if (reading.incomplete !== undefined) break;
  }
  return fields;
}

/** Whether the first line is JSON by itself, and another begins likewise: then it is no JSON that is broken. */
export function looksLikeNdjson(text: string, reading: Reading): boolean {
  const [first, second] = [...take(ndjsonLines(text), 2)];
  if (first === undefined || second === undefined || first[0] !== second[0]) return false;
  return (first[0] === '{' || first[0] === '[') && jsonFields(first, reading) !== undefined;
}

function* ndjsonLines(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(text[start] === recordSeparator ? start + 1 : start, end).trim();
    if (line !== '') yield line;
    start = end + 1;
  }
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    yield item;
    if (--left === 0) return;
  }
}
