import { type Json, type JsonObject, setField } from '../objects/json.ts';

export type Spellings = ReadonlyMap<object, ReadonlyMap<string, string>>;

export interface ParsedJson {
  readonly value: Json;
  /** Fields that an object has more than once. */
  readonly duplicates: ReadonlyMap<object, ReadonlySet<string>>;
  /** Numbers that are not written as a whole number is, by the object or list that holds them and their place in it. */
  readonly spellings?: Spellings;
  /** Of YAML, which is rid of equal keys before it is JSON: `line 8: key "data" already set in map`. */
  readonly repeatedKeys?: readonly string[];
}

/** Deeper nesting is refused: Go's decoder stops at 10 000, long after any manifest. */
const maxDepth = 1000;

/** JSON of RFC 8259, which also tells the fields that occur twice (the last one counts). Throws SyntaxError as Go words it. */
export function parseJson(text: string): ParsedJson {
  const duplicates = new Map<object, Set<string>>();
  const spellings = new Map<object, Map<string, string>>();
  let at = 0;
  /** How the last number was written. */
  let spelling: string | undefined;

  const fail = (context: string): never => {
    if (at >= text.length) throw new SyntaxError('unexpected end of JSON input');
    // Go looks at bytes.
    const character = String.fromCharCode(Buffer.from(String.fromCodePoint(text.codePointAt(at) ?? 0))[0] ?? 0);
    throw new SyntaxError(`invalid character '${character === "'" ? "\\'" : character}' ${context}`);
  };
  const skipSpace = (): void => {
    for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; ) {
      code = text.charCodeAt(++at);
    }
  };
  const string = (): string => {
    const start = at++;
    for (;;) {
      const code = text.charCodeAt(at);
      if (Number.isNaN(code)) fail('in string literal');
      if (code === 34) break;
      if (code < 32) fail('in string literal');
      at += code === 92 ? 2 : 1;
    }
    try {
      return JSON.parse(text.slice(start, ++at)) as string;
    } catch {
      throw new SyntaxError('invalid character in string escape code');
    }
  };
  const literal = (word: string, value: Json): Json => {
    for (const character of word) {
      if (text[at] !== character) fail(`in literal ${word} (expecting '${character}')`);
      at++;
    }
    return value;
  };
  const number = (): number => {
    const match = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(text.slice(at, at + 400));
    if (!match) return fail('in numeric literal');
    at += match[0].length;
    const parsed = Number(match[0]);
    if (String(parsed) !== match[0]) spelling = match[0];
    return parsed === 0 ? 0 : parsed;
  };
  const remember = (holder: object, place: string): void => {
    if (spelling === undefined) return;
    spellings.set(holder, (spellings.get(holder) ?? new Map<string, string>()).set(place, spelling));
    spelling = undefined;
  };
  const object = (depth: number): JsonObject => {
    const result: JsonObject = {};
    at++;
    skipSpace();
    if (text[at] === '}') {
      at++;
      return result;
    }
    for (;;) {
      skipSpace();
      if (text[at] !== '"') fail('looking for beginning of object key string');
      const name = string();
      skipSpace();
      if (text[at] !== ':') fail('after object key');
      at++;
      const field = value(depth + 1);
      remember(result, name);
      if (Object.hasOwn(result, name)) {
        const names = duplicates.get(result) ?? new Set();
        duplicates.set(result, names.add(name));
      }
      setField(result, name, field);
      skipSpace();
      const end = text[at];
      if (end !== ',' && end !== '}') fail('after object key:value pair');
      at++;
      if (end === '}') return result;
    }
  };
  const list = (depth: number): Json[] => {
    const result: Json[] = [];
    at++;
    skipSpace();
    if (text[at] === ']') {
      at++;
      return result;
    }
    for (;;) {
      result.push(value(depth + 1));
      remember(result, String(result.length - 1));
      skipSpace();
      const end = text[at];
      if (end !== ',' && end !== ']') fail('after array element');
      at++;
      if (end === ']') return result;
    }
  };
  const value = (depth: number): Json => {
    if (depth > maxDepth) throw new SyntaxError('exceeded max depth');
    skipSpace();
    const first = text[at];
    if (first === '{') return object(depth);
    if (first === '[') return list(depth);
    if (first === '"') return string();
    if (first === 't') return literal('true', true);
    if (first === 'f') return literal('false', false);
    if (first === 'n') return literal('null', null);
    if (first !== undefined && /[-\d]/.test(first)) return number();
    return fail('looking for beginning of value');
  };

  const parsed = value(0);
  skipSpace();
  if (at < text.length) fail('after top-level value');
  return { value: parsed, duplicates, spellings };
}
