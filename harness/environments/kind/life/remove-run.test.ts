import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { removeRun } from './remove-run.ts';

test.each([
  ['itself', 'aaaaaa', false],
  ['another run that took it over', 'bbbbbb', true],
])('a run that is gone leaves no folder of its own; the kept cluster’s stays with %s', async (_, holder, stays) => {
  using folder = temporaryFolder();
  const own = join(folder.path, 'own');
  const kept = join(folder.path, 'kept');
  for (const path of [own, kept]) mkdirSync(path);
  const lock = join(kept, 'lock');
  writeFileSync(lock, JSON.stringify({ pid: 1, runId: holder, since: '' }));
  const whose = { lock, runId: 'aaaaaa', paths: [kept] };
  await removeRun({ id: 'reuse-000000', containers: false, network: false, paths: [own], kept: whose });
  expect([existsSync(own), existsSync(kept)]).toEqual([false, stays]);
});
