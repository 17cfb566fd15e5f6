import { below, type Place, type PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

interface Container {
  readonly place: Place | undefined;
  readonly closing: '}' | ']';
  index: number;
}

const space = /[ \t\n\r]*/y;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literal = /true|false|null/y;

/**
 * Strings and numbers of a JSON text (RFC 8259), numbers as they are written. Undefined: not JSON.
 * Own reader instead of `JSON.parse`, which rounds long numbers, drops repeated names and builds objects that nobody needs.
 * A container that is too deep, or a field too many, ends the reading: what was read till then are its fields.
 */
export function jsonFields(text: string, reading: Reading, root?: Place): PlacedField[] | undefined {
  const fields: PlacedField[] = [];
  const containers: Container[] = [];
  let place = root;
  let at = skip(text, 0);

  for (;;) {
    const first = text[at];
    if (first === '{' || first === '[') {
      if (!reading.enter(containers.length)) return fields;
      const container: Container = { place, closing: first === '{' ? '}' : ']', index: 0 };
      containers.push(container);
      at = skip(text, at + 1);
      if (text[at] !== container.closing) {
        const member = enter(text, at, container, false);
        if (member === undefined) return undefined;
        ({ at, place } = member);
        continue;
      }
    } else if (first === '"') {
      const end = stringEnd(text, at);
      const value = end === undefined ? undefined : stringValue(text, at, end);
      if (end === undefined || value === undefined) return undefined;
      if (!reading.add(fields, value, place)) return fields;
      at = end;
    } else {
      const end = matchEnd(number, text, at);
      if (end !== undefined && !reading.add(fields, text.slice(at, end), place)) return fields;
      const next = end ?? matchEnd(literal, text, at);
      if (next === undefined) return undefined;
      at = next;
    }

    for (;;) {
      at = skip(text, at);
      const container = containers.at(-1);
      if (container === undefined) return at === text.length ? fields : undefined;
      if (text[at] === container.closing) {
        containers.pop();
        at++;
      } else if (text[at] === ',') {
        const member = enter(text, skip(text, at + 1), container, true);
        if (member === undefined) return undefined;
        ({ at, place } = member);
        break;
      } else return undefined;
    }
  }
}

function enter(
  text: string,
  at: number,
  container: Container,
  next: boolean,
): { at: number; place: Place } | undefined {
  if (container.closing === ']') {
    if (next) container.index++;
    return { at, place: below(container.place, container.index) };
  }
  const end = text[at] === '"' ? stringEnd(text, at) : undefined;
  const name = end === undefined ? undefined : stringValue(text, at, end);
  if (end === undefined || name === undefined) return undefined;
  const colon = skip(text, end);
  if (text[colon] !== ':') return undefined;
  return { at: skip(text, colon + 1), place: below(container.place, name) };
}

function skip(text: string, at: number): number {
  return matchEnd(space, text, at) ?? at;
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Offset after the closing quote of the string that opens at `at`. */
function stringEnd(text: string, at: number): number | undefined {
  for (let quote = text.indexOf('"', at + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slash = quote;
    while (text[slash - 1] === '\\') slash--;
    if ((quote - slash) % 2 === 0) return quote + 1;
  }
  return undefined;
}

function stringValue(text: string, start: number, end: number): string | undefined {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(text.slice(start, end)) as string;
  } catch {
    return undefined;
  }
}
