import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noteOwner } from '../environments/kind/life/folder-owner.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
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

test('a folder that has no room for the name of its owner goes at once', () => {
  using folder = temporaryFolder();
  const module = new URL('run-directory.ts', import.meta.url).href;
  // No file may grow: a folder can be made, and nothing be written into it, as on a disk that is full.
  const program = `process.on('SIGXFSZ', () => {});
    const { makeRunDirectory } = await import('${module}');
    makeRunDirectory('abcdef');`;
  const shell = 'ulimit -f 0; exec "$0" --input-type=module --eval "$1"';
  const { stderr } = spawnSync('sh', ['-c', shell, process.execPath, program], {
    env: { ...process.env, TMPDIR: folder.path, NODE_COMPILE_CACHE: undefined },
    encoding: 'utf8',
  });
  expect(stderr).toContain(`No folder can be made in ${folder.path} (EFBIG): set TMPDIR to one that can be written.`);
  expect(readdirSync(folder.path)).toEqual([]);
});
