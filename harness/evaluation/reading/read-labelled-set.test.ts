import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { readLabelledSet } from './read-labelled-set.ts';

test('a folder is one set, each of its files a source, whichever format it has', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'b.conll'), '[ O\nAda B-PER\n');
  writeFileSync(join(folder.path, 'a.json'), '\uFEFF[{"full_text":"Ada","spans":[]}]');
  writeFileSync(join(folder.path, 'README.md'), 'not a set');
  const { sources } = await readLabelledSet(folder.path);
  expect(sources.map(({ texts }) => texts.map(({ text }) => text))).toEqual([['Ada'], ['[ Ada']]);
});

test('what is not there, and a folder without sets, is refused', async () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'empty'));
  await expect(readLabelledSet(join(folder.path, 'none.json'))).rejects.toThrow(
    /^cannot read .*none\.json: no such file/,
  );
  await expect(readLabelledSet(join(folder.path, 'empty'))).rejects.toThrow(/holds no labelled file \(\.json/);
});
