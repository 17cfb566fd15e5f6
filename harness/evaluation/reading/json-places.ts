import { fieldPath } from '../../entities/field-path.ts';
import type { TextRange } from '../text-range.ts';

/** Where the values of a JSON text stand. */
export interface JsonPlaces {
  /** By path, as `fieldPath` writes it: UTF-16 offsets, quotes and brackets included. */
  readonly values: ReadonlyMap<string, TextRange>;
  /** Where the text stops being JSON (RFC 8259); undefined: it is. */
  readonly fault: number | undefined;
}

interface Container {
  readonly start: number;
  readonly closing: '}' | ']';
  segment: string | number;
}

const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none in a string.
  /[ \t\n\r]*(?:([[\]{},:])|("[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\0-\x1f]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** Reads a JSON text for its places alone: `JSON.parse` tells none, and its messages may quote the text. */
export function jsonPlaces(text: string): JsonPlaces {
  const values = new Map<string, TextRange>();
  const open: Container[] = [];
  let at = 0;
  let wants = 'value' as 'value' | 'first' | 'name' | 'first name' | 'colon' | 'more';

  const done = (start: number) => {
    values.set(fieldPath(open.map(({ segment }) => segment)), { start, end: at });
    wants = 'more';
  };
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) {
      const rest = text.slice(at).search(/[^ \t\n\r]/);
      const isWhole = rest === -1 && wants === 'more' && open.length === 0;
      return { values, fault: isWhole ? undefined : rest === -1 ? text.length : at + rest };
    }
    at = token.lastIndex;
    const [, sign, string, scalar] = found;
    const start = at - (sign ?? string ?? scalar ?? '').length;
    const container = open.at(-1);
    if (wants === 'value' || wants === 'first') {
      if (string !== undefined || scalar !== undefined) done(start);
      else if (sign === '{' || sign === '[') {
        open.push({ start, closing: sign === '{' ? '}' : ']', segment: 0 });
        wants = sign === '{' ? 'first name' : 'first';
      } else if (sign === ']' && wants === 'first') close();
      else return { values, fault: start };
    } else if (wants === 'name' || wants === 'first name') {
      if (string !== undefined && container !== undefined) {
        container.segment = JSON.parse(string) as string;
        wants = 'colon';
      } else if (sign === '}' && wants === 'first name') close();
      else return { values, fault: start };
    } else if (wants === 'colon') {
      if (sign !== ':') return { values, fault: start };
      wants = 'value';
    } else if (container !== undefined && sign === container.closing) close();
    else if (container !== undefined && sign === ',') {
      if (typeof container.segment === 'number') container.segment++;
      wants = typeof container.segment === 'number' ? 'value' : 'name';
    } else return { values, fault: start };
  }

  function close(): void {
    const container = open.pop();
    if (container !== undefined) done(container.start);
  }
}
