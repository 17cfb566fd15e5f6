import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { runProgram } from './run-program.ts';

/** Begins a program of its own that writes on and on, says so, and waits for it. */
const script = 'echo $$ >begun; (while :; do echo line; sleep 0.05; done >log) & echo begun >&2; wait';

test('of a program that is killed with its group nothing writes any more', async () => {
  using folder = temporaryFolder();
  const stop = new AbortController();
  const onLine = () => stop.abort(new Error('Ctrl-C'));
  const limits = { folder: folder.path, signal: stop.signal, onLine, wholeGroup: true };
  await expect(runProgram('sh', ['-c', script], limits)).rejects.toThrow('Ctrl-C');
  const log = join(folder.path, 'log');
  const written = existsSync(log) ? readFileSync(log, 'utf8') : '';
  // Nobody is left who could: the group has no member.
  const group = Number(readFileSync(join(folder.path, 'begun'), 'utf8'));
  expect(() => process.kill(-group, 0)).toThrow('ESRCH');
  expect(existsSync(log) ? readFileSync(log, 'utf8') : '').toBe(written);
});
