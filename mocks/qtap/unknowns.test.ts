import { expect, test } from 'vitest';
import { readUnknowns, unknowns } from './unknowns.ts';

test('a run switches single entries of what is unknown', () => {
  expect(readUnknowns(undefined)).toEqual(unknowns);
  expect(readUnknowns('{"oversizedBody":"dropped"}')).toEqual({ ...unknowns, oversizedBody: 'dropped' });
});

test.each([
  ['{"oversizedBodies":"dropped"}', /no setting is named "oversizedBodies"/],
  ['{"oversizedBody":1}', /oversizedBody must be a string/],
  ['{', /JSON/],
])('%s is refused', (overrides, message) => {
  expect(() => readUnknowns(overrides)).toThrow(message);
});
