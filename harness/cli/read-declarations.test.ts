import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectPath } from '../project-paths.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readDeclarations } from './read-declarations.ts';

const declares = (name: string) =>
  `scenario({ name: '${name}', title: 'T', about: 'A', tags: ['guide'], covers: [] }, async () => { throw new Error('run'); });`;

const program = (...lines: string[]) =>
  [`import { scenario } from '${projectPath('harness/scenario/scenario.ts')}';`, ...lines].join('\n');

async function read(files: Readonly<Record<string, string>>) {
  using folder = temporaryFolder();
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder.path, `${name}.scenario.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
  return await readDeclarations(paths);
}

test('a declaration is read without running its story', async () => {
  const [found] = await read({ one: program(declares('one')) });
  expect(found).toMatchObject({ name: 'one', title: 'T', tags: ['guide'], trials: undefined });
});

test.each([
  [{ one: program() }, /one\.scenario\.ts declares no scenario\./],
  [{ one: program(declares('one'), declares('two')) }, /declares "one" and "two": each stands in a file of its own/],
  [
    { one: program(declares('two')) },
    /one\.scenario\.ts declares the scenario "two": name the file or the scenario after the other, as two\.scenario\.ts/,
  ],
  [
    { 'a/two': program(declares('two')), 'b/two': program(declares('two')) },
    /Two scenarios are named "two": .*a.* and .*b/,
  ],
  [{ one: 'throw new Error("broken")' }, /one\.scenario\.ts cannot be loaded: broken/],
  [{ one: 'process.exit(4)' }, /the thread that reads them ended with 4/],
])('what a scenario file gets wrong is told: %j', async (files, message) => {
  await expect(read(files)).rejects.toThrow(message);
});
