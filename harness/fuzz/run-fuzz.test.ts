import { expect, test } from 'vitest';
import { type FuzzTarget, FuzzViolation } from './fuzz-target.ts';
import { type FuzzOptions, runFuzz } from './run-fuzz.ts';

const quiet: Pick<FuzzOptions, 'signal' | 'onProgress'> = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

/** A target that is told how many frames came, and the seed of each. */
function targetOf(
  send: (frame: number, seed: number) => Promise<string>,
  { atOnce = 1, alive = async () => undefined }: { atOnce?: number; alive?: () => Promise<void> } = {},
): FuzzTarget {
  let frames = 0;
  return {
    ...{ name: 'test', what: 'a test', share: 100, atOnce },
    start: async () => ({
      send: (seed) => send(++frames, seed),
      alive,
      [Symbol.asyncDispose]: async () => undefined,
    }),
  };
}

test('a frame has the same seed whenever it is sent, and no two have', async () => {
  const seeds: number[] = [];
  const remember = async (_: number, seed: number) => {
    seeds.push(seed);
    return 'read';
  };
  const result = await runFuzz({ ...quiet, seed: 7, target: targetOf(remember), first: 1, frames: 100 });
  expect(result).toEqual({ sent: 100, outcomes: new Map([['read', 100]]), violation: undefined });
  await runFuzz({ ...quiet, seed: 7, target: targetOf(remember), first: 42, frames: 1 });
  expect(seeds[100]).toBe(seeds[41]);
  expect(new Set(seeds.slice(0, 100)).size).toBe(100);
});

test.each([1, 8])('what must not come of a frame ends it, with the frame (%i at once)', async (atOnce) => {
  const send = async (frame: number) => {
    if (frame === 30) throw new FuzzViolation('it was answered with 500');
    return 'ok';
  };
  const target = targetOf(send, { atOnce });
  const result = await runFuzz({ ...quiet, target, seed: 1, first: 11, frames: 1000 });
  expect(result).toMatchObject({ sent: 30, violation: { from: 40, to: 40, message: 'it was answered with 500' } });
});

test.each(['dropped', 'ok'])('the end of the process ends it, though its frames only came to "%s"', async (outcome) => {
  let hasEnded = false;
  const target = targetOf(
    async (frame) => {
      hasEnded ||= frame === 5;
      return hasEnded ? outcome : 'ok';
    },
    {
      alive: async () => {
        if (hasEnded) throw new Error('the process under test ended with code 1: TypeError');
      },
    },
  );
  const { violation } = await runFuzz({ ...quiet, target, seed: 1, first: 1, frames: 5 });
  expect(violation).toEqual({ from: 5, to: 5, message: 'the process under test ended with code 1: TypeError' });
});

test('all frames that were under way at the end of the process are named', async () => {
  const end = Promise.withResolvers<never>();
  end.promise.catch(() => undefined);
  let hasEnded = false;
  const send = async (frame: number) => {
    if (frame === 12) {
      hasEnded = true;
      end.reject(new FuzzViolation('socket hang up'));
    }
    return frame < 9 ? 'ok' : end.promise;
  };
  const alive = async () => {
    if (hasEnded) throw new Error('the process under test ended');
  };
  const target = targetOf(send, { atOnce: 4, alive });
  const { violation } = await runFuzz({ ...quiet, target, seed: 1, first: 1, frames: 100 });
  expect(violation).toEqual({ from: 9, to: 12, message: 'the process under test ended' });
});

test('a frame without an answer ends it', async () => {
  const target = targetOf(() => new Promise<string>(() => undefined));
  const { violation } = await runFuzz({ ...quiet, target, seed: 1, first: 1, frames: 10, patience: 20 });
  expect(violation).toEqual({ from: 1, to: 1, message: 'there was no answer within 0.02 s' });
});

test('an interrupted one throws, also in the middle of a frame', async () => {
  const stop = new AbortController();
  const target = targetOf(async (frame) => {
    if (frame === 3) {
      stop.abort();
      return new Promise<string>(() => undefined);
    }
    return 'ok';
  });
  const given = { ...quiet, signal: stop.signal, target, seed: 1, first: 1, frames: 10 };
  await expect(runFuzz(given)).rejects.toThrow();
});
