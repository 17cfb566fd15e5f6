import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

function runFolder(parent: string, id: string, pid: number): string {
  const path = join(parent, `pii-harness-${id}-abcdef`);
  mkdirSync(path);
  writeFileSync(join(path, 'owner'), String(pid));
  return path;
}

test('folders of dead runs go, those of living ones stay; a dry run removes nothing', async () => {
  using folder = temporaryFolder();
  const dead = runFolder(folder.path, 'aaaaaa', spawnSync(process.execPath, ['-e', '']).pid);
  const living = runFolder(folder.path, 'bbbbbb', process.pid);
  // Without Docker it still does what it can.
  const environment = { PATH: folder.path, TMPDIR: folder.path, HOME: folder.path };

  const dry = await startCli(['--dry-run'], environment, 'clean').result;
  expect(dry.output).toContain(`would remove folder ${dead}`);
  expect(dry.output).toContain(`spared   run bbbbbb: process ${process.pid} runs`);
  expect(existsSync(dead)).toBe(true);

  const { code, output } = await startCli([], environment, 'clean').result;
  expect(output).toContain(`removed  folder ${dead}`);
  expect(output).toContain('Docker cannot be asked');
  expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  expect(code).toBe(3);
  const again = await startCli([], environment, 'clean').result;
  expect(again.output).not.toContain('Nothing is left');
});
