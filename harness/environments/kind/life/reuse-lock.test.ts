import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { reuseHolder, takeReuseLock } from './reuse-lock.ts';

test('one run at a time has the kept cluster, the next is told who', () => {
  using folder = temporaryFolder();
  {
    using _lock = takeReuseLock(folder.path, 'aaaaaa');
    expect(reuseHolder(folder.path)).toMatchObject({ pid: process.pid, runId: 'aaaaaa' });
    expect(() => takeReuseLock(folder.path, 'bbbbbb')).toThrow(
      /in use by run aaaaaa \(process \d+, since .*\): wait for its end, or leave out --reuse.*\/lock says so/,
    );
  }
  expect(readdirSync(folder.path)).toEqual([]);
  using _next = takeReuseLock(folder.path, 'bbbbbb');
});

test('the lock of a process that is gone is taken over', () => {
  using folder = temporaryFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(join(folder.path, 'lock'), JSON.stringify({ pid, runId: 'aaaaaa', since: '' }));
  expect(reuseHolder(folder.path)).toBeUndefined();
  using _lock = takeReuseLock(folder.path, 'bbbbbb');
  expect(readdirSync(folder.path)).toEqual(['lock']);
});

test('the lock of a process whose number another was given since is taken over', () => {
  using folder = temporaryFolder();
  const holder = { pid: process.pid, started: 'before the reboot', runId: 'aaaaaa', since: '' };
  writeFileSync(join(folder.path, 'lock'), JSON.stringify(holder));
  expect(reuseHolder(folder.path)).toBeUndefined();
  using _lock = takeReuseLock(folder.path, 'bbbbbb');
  expect(readdirSync(folder.path)).toEqual(['lock']);
});
