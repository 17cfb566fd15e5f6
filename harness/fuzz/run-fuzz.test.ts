import { expect, test } from 'vitest';
import type { EdgeProcess } from './edge-process.ts';
import { type FuzzTarget, FuzzViolation } from './fuzz-target.ts';
import { type FuzzOptions, runFuzz } from './run-fuzz.ts';

const quiet: Pick<FuzzOptions, 'signal' | 'onProgress'> = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

/** A target that remembers the first number of chance that each frame drew. */
function targetOf(send: (frame: number, drawn: number) => Promise<string>, atOnce = 1): FuzzTarget {
  let frames = 0;
  return {
    ...{ name: 'test', what: 'a test', share: 100, atOnce },
    open: async () => ({
      send: (random) => send(++frames, random.next()),
      [Symbol.asyncDispose]: async () => undefined,
    }),
  };
}

const edge = (crashed: Promise<never> = new Promise(() => undefined)): EdgeProcess => ({
  address: { port: 0, ca: '', token: '', ablyKey: '' },
  crashed,
  [Symbol.asyncDispose]: async () => undefined,
});

test('a frame is the same whenever it is sent, and no two are', async () => {
  const drawn: number[] = [];
  const remember = async (_: number, first: number) => {
    drawn.push(first);
    return 'read';
  };
  const given = { ...quiet, seed: 7, startEdge: async () => edge() };
  const result = await runFuzz({ ...given, target: targetOf(remember), first: 1, frames: 100 });
  expect(result).toEqual({ sent: 100, outcomes: new Map([['read', 100]]), violation: undefined });
  await runFuzz({ ...given, target: targetOf(remember), first: 42, frames: 1 });
  expect(drawn[100]).toBe(drawn[41]);
  expect(new Set(drawn.slice(0, 100)).size).toBe(100);
});

test.each([1, 8])('what must not come of a frame ends it, with the frame (%i at once)', async (atOnce) => {
  const target = targetOf(async (frame) => {
    if (frame === 30) throw new FuzzViolation('it was answered with 500');
    return 'ok';
  }, atOnce);
  const result = await runFuzz({ ...quiet, target, seed: 1, first: 11, frames: 1000, startEdge: async () => edge() });
  expect(result.violation).toEqual({ frame: 40, message: 'it was answered with 500' });
  expect(result.sent).toBe(30);
});

test('the end of the Edge ends it, with what the Edge said', async () => {
  const crash = Promise.withResolvers<never>();
  crash.promise.catch(() => undefined);
  const target = targetOf(async (frame) => {
    if (frame < 5) return 'ok';
    crash.reject(new Error("the Edge's process ended with code 1: TypeError"));
    return new Promise<string>(() => undefined);
  });
  const startEdge = async () => edge(crash.promise);
  const { violation } = await runFuzz({ ...quiet, target, seed: 1, first: 1, frames: 10, startEdge });
  expect(violation).toEqual({ frame: 5, message: "the Edge's process ended with code 1: TypeError" });
});

test('a frame without an answer ends it', async () => {
  const target = targetOf(() => new Promise<string>(() => undefined));
  const startEdge = async () => edge();
  const { violation } = await runFuzz({ ...quiet, target, seed: 1, first: 1, frames: 10, startEdge, patience: 20 });
  expect(violation).toEqual({ frame: 1, message: 'there was no answer within 0.02 s' });
});

test('an interrupted one throws', async () => {
  const stop = new AbortController();
  const target = targetOf(async (frame) => {
    if (frame === 3) stop.abort();
    return 'ok';
  });
  const given = { ...quiet, signal: stop.signal, target, seed: 1, first: 1, frames: 10, startEdge: async () => edge() };
  await expect(runFuzz(given)).rejects.toThrow();
});
