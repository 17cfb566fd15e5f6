import { expect, test } from 'vitest';
import { timeScale } from './time-scale.ts';

test.each([
  [undefined, 1],
  ['', 1],
  ['fast', 1],
  ['Infinity', 1],
  ['-2', 1],
  ['0.5', 1],
  ['1.5', 1.5],
  ['100', 100],
])('E2E_TIME_SCALE=%s is %d', (value, expected) => {
  expect(timeScale({ E2E_TIME_SCALE: value })).toBe(expected);
});
