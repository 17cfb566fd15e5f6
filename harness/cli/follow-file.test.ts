import { appendFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { followFile } from './follow-file.ts';

const eventually = { timeout: 20_000 };
const longerThanAnyStep = 3000;

/** Follows a file, and keeps what it held each time. */
function follow(write: (file: string) => void, quiet?: number) {
  const folder = temporaryFolder();
  const file = join(folder.path, 'snapshot.yaml');
  write(file);
  const told: string[] = [];
  const following = followFile(file, async () => void told.push(await readFile(file, 'utf8')), quiet);
  onTestFinished(() => {
    following[Symbol.dispose]();
    folder[Symbol.dispose]();
  });
  return { folder: folder.path, file, last: () => told.at(-1), told };
}

test('what a file holds is told at first, when it is written, and when another takes its place', async () => {
  const { folder, file, last } = follow((path) => writeFileSync(path, 'first'));
  await vi.waitFor(() => expect(last()).toBe('first'), eventually);
  writeFileSync(file, 'second');
  await vi.waitFor(() => expect(last()).toBe('second'), eventually);
  writeFileSync(join(folder, 'new'), 'third');
  renameSync(join(folder, 'new'), file);
  await vi.waitFor(() => expect(last()).toBe('third'), eventually);
});

test('a file that is written bit by bit is told when it is whole', async () => {
  const { file, told, last } = follow((path) => writeFileSync(path, 'first'), longerThanAnyStep);
  await vi.waitFor(() => expect(last()).toBe('first'), eventually);
  writeFileSync(file, '');
  for (const line of ['one\n', 'two\n', 'three\n']) {
    await delay(200);
    appendFileSync(file, line);
  }
  await vi.waitFor(() => expect(last()).toBe('one\ntwo\nthree\n'), eventually);
  expect(new Set(told)).toEqual(new Set(['first', 'one\ntwo\nthree\n']));
});

test('the file behind a link is followed', async () => {
  const target = temporaryFolder();
  onTestFinished(() => target[Symbol.dispose]());
  const real = join(target.path, 'real.yaml');
  writeFileSync(real, 'first');
  const { last } = follow((path) => symlinkSync(real, path));
  await vi.waitFor(() => expect(last()).toBe('first'), eventually);
  writeFileSync(real, 'second');
  await vi.waitFor(() => expect(last()).toBe('second'), eventually);
});
