import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { processAlive } from './process-alive.ts';
import { processStart } from './process-start.ts';

test('a process lives under its number and its start; another of that number is another one', () => {
  const started = processStart(process.pid);
  expect(started).toMatch(/\d/);
  expect(processStart(process.pid)).toBe(started);
  expect(processAlive(process.pid, started)).toBe(true);
  expect(processAlive(process.pid)).toBe(true);
  expect(processAlive(process.pid, 'before the reboot')).toBe(false);
});

test('a process that has ended does not live, nor does what is no number of one', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(processStart(pid)).toBeUndefined();
  for (const gone of [pid, 0, -1, Number.NaN]) expect(processAlive(gone)).toBe(false);
});
