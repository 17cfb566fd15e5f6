import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { alongside } from './alongside.ts';
import type { Scene } from './trial.ts';
import { until } from './until.ts';

const scene = () => ({ step: { signal: new AbortController().signal } }) as Scene;

test('what is done alongside ends when all has been observed, without a word', async () => {
  let ended = false;
  const running = await alongside((_, signal) =>
    until(async () => undefined, signal).finally(() => {
      ended = true;
    }),
  )(scene());
  await running?.[Symbol.asyncDispose]();
  expect(ended).toBe(true);
});

test('what kept it from being done is told', async () => {
  const running = await alongside(async () => {
    throw new Error('no right to delete pods');
  })(scene());
  await wait(0);
  await expect(running?.[Symbol.asyncDispose]()).rejects.toThrow('no right to delete pods');
});

test('looks until there is something to see', async () => {
  let looks = 0;
  expect(await until(async () => (++looks === 3 ? 'seen' : undefined), new AbortController().signal)).toBe('seen');
});
