import { expect, test } from 'vitest';
import { PodRange } from './pod-range.ts';

test('addresses differ, come back late, and end with a clear error', () => {
  const range = new PodRange('10.244.0');
  const first = range.take();
  range.release(first);
  const taken = new Set(Array.from({ length: 253 }, () => range.take()));
  expect([taken.size, [...taken].at(-1)]).toEqual([253, first]);
  expect(() => range.take()).toThrow('No free address is left in 10.244.0.0/24: a node holds 253 pods at most.');
});
