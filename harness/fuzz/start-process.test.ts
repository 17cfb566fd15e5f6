import { expect, test } from 'vitest';
import { EnvironmentError } from '../errors/environment-error.ts';
import { startProcess } from './start-process.ts';

test('a program answers line by line, and its end is told with its last words', async () => {
  await using process = await startProcess('decoder-program.ts', ['push-decoder']);
  expect(process.ready).toBe('ready');
  expect(await Promise.all(['1', '2', '3'].map((seed) => process.ask(seed)))).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(read|refused)$/)]),
  );
});

test('one that loops is killed', async () => {
  const process = await startProcess('testing/programs/loops.ts');
  const answer = process.ask('anything');
  answer.catch(() => undefined);
  await process[Symbol.asyncDispose]();
  await expect(answer).rejects.toThrow('ended with SIGKILL');
});

test('one that does not start is told with what it wrote', async () => {
  const start = startProcess('decoder-program.ts', ['nobody']);
  await expect(start).rejects.toThrow(EnvironmentError);
  await expect(start).rejects.toThrow('nobody is no decoder');
});
