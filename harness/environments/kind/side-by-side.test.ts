import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const never = new AbortController().signal;

/** Ends a moment after it was told to, as a program does. */
function stopsLate(signal: AbortSignal, ended: () => void): Promise<void> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      setImmediate(() => {
        ended();
        reject(signal.reason);
      }),
    );
  });
}

test('what one part fails of is thrown once the others have stopped', async () => {
  let stopped = false;
  const parts = sideBySide(never, (signal) => [
    stopsLate(signal, () => {
      stopped = true;
    }),
    Promise.reject(new Error('no image')),
  ]);
  await expect(parts).rejects.toThrow('no image');
  expect(stopped).toBe(true);
});

test('an interrupted run ends with its own reason', async () => {
  const run = new AbortController();
  const parts = sideBySide(run.signal, (signal) => [stopsLate(signal, () => undefined)]);
  run.abort(new Error('Ctrl-C'));
  await expect(parts).rejects.toThrow('Ctrl-C');
});

test('all well, it answers with what each part gave', async () => {
  expect(await sideBySide(never, () => [Promise.resolve(1), Promise.resolve('a')])).toEqual([1, 'a']);
});
