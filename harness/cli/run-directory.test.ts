import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noteOwner } from '../environments/kind/life/folder-owner.ts';
import { makeRunDirectory } from './run-directory.ts';

test('what a killed run left goes when the next begins, and a living one is left alone', () => {
  using living = makeRunDirectory('living');
  using killed = makeRunDirectory('killed');
  const { pid } = spawnSync(process.execPath, ['--version']);
  noteOwner(killed.path, pid);
  using reborn = makeRunDirectory('reborn');
  writeFileSync(join(reborn.path, 'owner'), `${process.pid} before the reboot`);
  using next = makeRunDirectory('next');
  expect(existsSync(reborn.path)).toBe(false);
  expect(existsSync(killed.path)).toBe(false);
  expect(existsSync(living.path)).toBe(true);
  expect(existsSync(next.path)).toBe(true);
});
