import { expect, test } from 'vitest';
import { assertSameSession } from './assert-same-session.ts';

const step = (command: string, output: readonly string[], code = 0) => ({ command, output, code });
const record = [step('get pods', ['a', 'b']), step('get all', ['c'])];

test('a session is the same as itself', () => {
  expect(() => assertSameSession(record, structuredClone(record))).not.toThrow();
});

test.each([
  [[step('get pods', ['a', 'x']), record[1]], 'step 1, get pods: line 2 is "x", expected "b"'],
  [[step('get pods', ['a', 'b', 'c']), record[1]], 'step 1, get pods: line 3 is "c", expected "exit code 0"'],
  [[step('get pods', ['a', 'b'], 1), record[1]], 'step 1, get pods: line 3 is "exit code 1", expected "exit code 0"'],
  [[record[0], step('get all', [])], 'step 2, get all: line 1 is "exit code 0", expected "c"'],
  [[record[0]], 'step 2: none was run where get all is recorded'],
  [[...record, step('top', [])], 'step 3: top was run where none is recorded'],
  [[record[1], record[0]], 'step 1: get all was run where get pods is recorded'],
])('the first line names the step that differs, and how', (observed, message) => {
  const seen = observed.filter((one) => one !== undefined);
  expect(() => assertSameSession(seen, record)).toThrow(new RegExp(`^${RegExp.escape(message)}(\n|$)`));
});
