import type { BodyShape, FixtureAnswer, HeaderShapes, Shape } from '../fixture.ts';
import { compareShapes } from './compare-shapes.ts';
import type { Difference } from './difference.ts';

/** Headers by which clients of Qplane and Pulse go. */
const compared = ['content-type', 'location', 'retry-after', 'set-cookie', 'www-authenticate'];

/**
 * How a mock's answer differs from the recorded one, in what a client can tell: status, code, headers, trailers, body. Values are in neither.
 */
export function compareAnswers(recorded: FixtureAnswer, mock: FixtureAnswer): Difference[] {
  const differences: Difference[] = [];
  const compare = (kind: Difference['kind'], at: string, left: string | undefined, right: string | undefined) => {
    if (left !== right) differences.push({ kind, at, recorded: left, mock: right });
  };
  compare('status', '', String(recorded.status), String(mock.status));
  compare('code', '', recorded.code, mock.code);
  for (const name of compared) compare('header', name, header(recorded, name), header(mock, name));
  const [left, right] = [trailersOf(recorded), trailersOf(mock)];
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    compare('trailer', name, left[name], right[name]);
  }
  if (recorded.body.format !== mock.body.format) compare('body', '', recorded.body.format, mock.body.format);
  else differences.push(...compareShapes(shapeOf(recorded.body), shapeOf(mock.body)));
  return differences;
}

/** Without the code, which is compared by itself wherever it stands, and what it says in words. */
function trailersOf({ trailers }: FixtureAnswer): HeaderShapes {
  const { 'grpc-status': _status, 'grpc-message': _message, ...others } = trailers;
  return Object.fromEntries(Object.entries(others).map(([name, value]) => [unnumbered(name), unnumbered(value)]));
}

function header({ headers }: FixtureAnswer, name: string): string | undefined {
  return headers[name] === undefined ? undefined : unnumbered(headers[name]);
}

/** Secrets are numbered by recording. */
function unnumbered(text: string): string {
  return text.replace(/<(\w+) \d+>/g, '<$1>');
}

/** The stand-ins' seed, which the mock of Qplane adds and real agents ignore, is no part of the contract. */
function shapeOf({ shape = '<nothing>' }: BodyShape): Shape {
  if (typeof shape === 'string' || Array.isArray(shape)) return shape;
  const { harness, ...others } = shape as Readonly<Record<string, Shape>>;
  return others;
}
