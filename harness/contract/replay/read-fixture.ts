import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { InputError } from '../../errors/input-error.ts';
import { type Fixture, fixtureVersion } from '../fixture.ts';

const remedy = 'restore the file as it was recorded, or remove it to leave this exchange out';

/**
 * Reads a fixture. Throws `InputError`, with file and line, for text that is no JSON or breaks off, a version of another recorder,
 * and what is no fixture.
 */
export function readFixture(text: string, file: string): Fixture {
  const lines = new LineCounter();
  // JSON is YAML, and this parser knows the place of every node.
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', schema: 'json' });
  const fail = (message: string, line: number): never => {
    throw new InputError(`${message}: ${remedy}.`, { file, line });
  };
  const [error] = document.errors;
  const last = lines.lineStarts.length;
  if (error !== undefined) fail('is no JSON, or breaks off', error.linePos?.[0].line ?? last);
  const data: unknown = document.toJS();
  const lineOf = (path: readonly string[]): number => {
    const node = path.length === 0 ? document.contents : keyOf(document.getIn(path.slice(0, -1), true), path.at(-1));
    return node?.range ? lines.linePos(node.range[0]).line : 1;
  };
  const version = at(data, ['version']);
  if (version !== fixtureVersion) {
    if (!isMap(document.contents) || version === undefined) fail('is no fixture: it has no version', 1);
    throw new InputError(
      `has version ${JSON.stringify(version)}, and this command reads version ${fixtureVersion}: record it again with npm run record.`,
      { file, line: lineOf(['version']) },
    );
  }
  for (const [path, holds, what] of fields) {
    const value = at(data, path);
    if (holds(value)) continue;
    const place = path.findLast((_, index) => at(data, path.slice(0, index + 1)) !== undefined);
    const known = place === undefined ? [] : path.slice(0, path.lastIndexOf(place) + 1);
    fail(`${path.join('.')} is not ${what}`, lineOf(known));
  }
  return data as Fixture;
}

type Holds = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Holds = (value) => typeof value === 'string';
const isTexts: Holds = (value) => isRecord(value) && Object.values(value).every(isText);
const isShape: Holds = (value) =>
  isText(value) ||
  (Array.isArray(value) ? value.every(isShape) : isRecord(value) && Object.values(value).every(isShape));
const formats: readonly unknown[] = [
  ...['empty', 'json', 'yaml', 'proto', 'frames', 'text', 'bytes', 'unreadable', 'too-long'],
];
const withShape: readonly unknown[] = ['json', 'yaml', 'proto', 'frames'];
const isBody: Holds = (value) =>
  isRecord(value) &&
  formats.includes(value.format) &&
  (withShape.includes(value.format) ? isShape(value.shape) : value.shape === undefined);
const isMaybe =
  (holds: Holds): Holds =>
  (value) =>
    value === undefined || holds(value);

const fields: readonly (readonly [path: readonly string[], holds: Holds, what: string])[] = [
  [['protocol'], (value) => value === 'http/1.1' || value === 'h2', '"http/1.1" or "h2"'],
  [['request', 'method'], isText, 'a text'],
  [['request', 'path'], (value) => typeof value === 'string' && value !== '', 'a path'],
  [['request', 'headers'], isTexts, 'headers by name'],
  [['request', 'body'], isBody, 'a body with format and shape'],
  [['answer', 'status'], Number.isInteger, 'a status'],
  [['answer', 'code'], isMaybe(isText), 'a code'],
  [['answer', 'headers'], isTexts, 'headers by name'],
  [['answer', 'trailers'], isTexts, 'trailers by name'],
  [['answer', 'body'], isBody, 'a body with format and shape'],
  [['brokenBy'], isMaybe((value) => value === 'client' || value === 'upstream'), '"client" or "upstream"'],
];

function at(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), data);
}

function keyOf(map: unknown, name: string | undefined): Node | undefined {
  if (!isMap(map)) return undefined;
  const pair = map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === name);
  return pair?.key as Node | undefined;
}
