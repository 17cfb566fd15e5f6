import { expect, test } from 'vitest';
import { InputError } from '../../errors/input-error.ts';
import type { Fixture } from '../fixture.ts';
import { readFixture } from './read-fixture.ts';

const whole: Fixture = {
  version: 1,
  protocol: 'h2',
  request: { method: 'GET', path: '/deploy/ping', headers: {}, body: { format: 'empty' } },
  answer: { status: 200, headers: {}, trailers: {}, body: { format: 'json', shape: { registration: ['<string>'] } } },
};
const text = JSON.stringify(whole, undefined, 2);

function refusal(broken: string): string {
  try {
    readFixture(broken, 'x.json');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('it was read');
}

test('a fixture is read as it was written', () => {
  expect(readFixture(text, 'x.json')).toEqual(whole);
});

test('a file that breaks off anywhere is refused with its place', () => {
  const lines = text.trimEnd().length;
  for (let length = 0; length < lines; length += 1) {
    const cut = text.slice(0, length);
    expect(refusal(cut), cut).toMatch(/^x\.json:\d+: .*: restore the file as it was recorded, or remove it/);
  }
});

test.each([
  [
    '"version": 1',
    '"version": 2',
    'x.json:2: has version 2, and this command reads version 1: record it again with npm run',
  ],
  ['"version": 1', '"version": "1"', 'x.json:2: has version "1", and this command reads version 1'],
  ['"version": 1,', '', 'x.json:1: is no fixture: it has no version'],
  ['"h2"', '"h3"', 'x.json:3: protocol is not "http/1.1" or "h2"'],
  ['"/deploy/ping"', '7', 'x.json:6: request.path is not a path'],
  ['"status": 200', '"status": "ok"', 'x.json:13: answer.status is not a status'],
  ['"status": 200,', '', 'x.json:12: answer.status is not a status'],
  ['"empty"', '"lost"', 'x.json:8: request.body is not a body with format and shape'],
  ['"<string>"', 'null', 'x.json:16: answer.body is not a body with format and shape'],
  ['"json"', '"text"', 'x.json:16: answer.body is not a body with format and shape'],
  ['"answer"', '"anwser"', 'x.json:1: answer.status is not a status'],
])('%s as %s is refused with its line', (from, to, message) => {
  expect(text).toContain(from);
  expect(refusal(text.replace(from, to))).toContain(message);
});

test.each(['[]', 'null', '"text"', '7', ''])('%j is no fixture', (other) => {
  expect(refusal(other)).toContain('x.json:1: is no fixture');
});
