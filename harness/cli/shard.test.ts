import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inShard, shardOf } from './shard.ts';

test('parts hold each scenario once, and none is heavier than another by more than one scenario', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 40 });
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 8 }), (list, count) => {
      const scenarios = list.map((weight, name) => ({ name, weight }));
      const parts = Array.from({ length: count }, (_, index) =>
        inShard(scenarios, { index: index + 1, count }, ({ weight }) => weight),
      );
      const names = parts.flatMap((part) => part.map(({ name }) => name));
      expect(names.sort((one, other) => one - other)).toEqual(scenarios.map(({ name }) => name));
      const sums = parts.map((part) => part.reduce((sum, { weight }) => sum + weight, 0));
      expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(Math.max(0, ...list));
    }),
  );
});

test.each(['0/4', '5/4', '1', 'a/b', '1/0', ''])('"%s" is no part', (text) => {
  expect(() => shardOf(text)).toThrow(`--shard takes one part of several, for example 1/4; not "${text}".`);
});
