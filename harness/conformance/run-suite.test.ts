import { expect, test } from 'vitest';
import type { ConformanceEnvironment } from './conformance-environment.ts';
import { runSuite } from './run-suite.ts';

/** Runs ten cases and says how many were under way at most, and which came of it. */
async function run({ isParallel, casesAtOnce }: { isParallel: boolean; casesAtOnce?: number }) {
  const underWay = { now: 0, most: 0 };
  const cases = Array.from({ length: 10 }, (_, index) => ({
    name: `case ${index}`,
    async run() {
      underWay.now += 1;
      underWay.most = Math.max(underWay.most, underWay.now);
      await new Promise((resolve) => setImmediate(resolve));
      underWay.now -= 1;
      if (index === 3) throw new Error('broken');
      return index;
    },
  }));
  const environment: ConformanceEnvironment<object> = {
    ...{ name: 'test', has: new Set<'nodes'>(), open: async () => ({}) },
    ...(casesAtOnce !== undefined && { casesAtOnce }),
    [Symbol.asyncDispose]: async () => undefined,
  };
  const groups = [{ name: 'group', isParallel, cases }];
  const results = await runSuite({ name: 's3', groups }, environment);
  return { most: underWay.most, results };
}

test.each([
  [{ isParallel: true }, 10],
  [{ isParallel: true, casesAtOnce: 4 }, 4],
  [{ isParallel: false, casesAtOnce: 4 }, 1],
])('of a group %o run %i at a time, and come in their order', async (given, most) => {
  const { most: seen, results } = await run(given);
  expect(seen).toBe(most);
  expect(results.map(({ key }) => key)).toEqual(Array.from({ length: 10 }, (_, index) => `group: case ${index}`));
  expect(results.map(({ state }) => state).filter((state) => state === 'broken')).toHaveLength(1);
});
