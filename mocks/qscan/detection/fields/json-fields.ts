import { fieldPath } from '../../../../harness/entities/field-path.ts';
import { nameWords } from './name-words.ts';
import type { BodyFields, TextField } from './text-field.ts';

interface Place {
  readonly parent: Place | undefined;
  readonly segment: string | number;
}

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
 * A container deeper than `depth` ends the reading.
 */
export function jsonFields(text: string, depth: number): BodyFields | undefined {
  const fields: TextField[] = [];
  const containers: Container[] = [];
  const wordsOf = nameWords();
  let place: Place | undefined;
  let at = skip(text, 0);

  const add = (value: string) => {
    if (value !== '') fields.push(field(value, place, wordsOf));
  };
  for (;;) {
    const first = text[at];
    if (first === '{' || first === '[') {
      if (containers.length === depth) return { fields, incomplete: `nested deeper than ${depth} levels` };
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
      add(value);
      at = end;
    } else {
      const end = matchEnd(number, text, at);
      if (end !== undefined) add(text.slice(at, end));
      const next = end ?? matchEnd(literal, text, at);
      if (next === undefined) return undefined;
      at = next;
    }

    for (;;) {
      at = skip(text, at);
      const container = containers.at(-1);
      if (container === undefined) return at === text.length ? { fields, incomplete: undefined } : undefined;
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
    return { at, place: { parent: container.place, segment: container.index } };
  }
  const end = text[at] === '"' ? stringEnd(text, at) : undefined;
  const name = end === undefined ? undefined : stringValue(text, at, end);
  if (end === undefined || name === undefined) return undefined;
  const colon = skip(text, end);
  if (text[colon] !== ':') return undefined;
  return { at: skip(text, colon + 1), place: { parent: container.place, segment: name } };
}

function field(text: string, place: Place | undefined, wordsOf: (name: string) => readonly string[]): TextField {
  const own = nearestName(place);
  const parent = nearestName(own?.parent);
  return {
    text,
    ownWords: own === undefined ? [] : wordsOf(own.segment as string),
    parentWords: parent === undefined ? [] : wordsOf(parent.segment as string),
    path: () => fieldPath(segments(place)),
  };
}

function nearestName(place: Place | undefined): Place | undefined {
  let at = place;
  while (at !== undefined && typeof at.segment === 'number') at = at.parent;
  return at;
}

function segments(place: Place | undefined): (string | number)[] {
  const list: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.parent) list.push(at.segment);
  return list.reverse();
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
