import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectPath } from '../project-paths.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { scenarioFiles } from './scenario-files.ts';

function folderWith(...files: string[]) {
  const folder = temporaryFolder();
  for (const file of files) writeFileSync(join(folder.path, file), '');
  return folder;
}

test('a name is looked for in the working folder, then among the harness’s own; a path is taken as it is', async () => {
  using own = folderWith('shop.scenario.mts', 'sampling.scenario.js', 'notes.ts');
  const at = (file: string) => join(own.path, file);
  const asked = ['shop', 'sampling', 'outages', at('notes.ts'), 'shop'];
  expect(await scenarioFiles(asked, own.path)).toEqual([
    at('shop.scenario.mts'),
    at('sampling.scenario.js'),
    projectPath('scenarios/outages.scenario.ts'),
    at('notes.ts'),
  ]);
});

test('what cannot be found is refused with both lists', async () => {
  using own = folderWith('shop.scenario.mts', 'two.scenario.ts', 'two.scenario.js', 'notes.yaml');
  mkdirSync(join(own.path, 'folder.ts'));
  const refused = (...names: string[]) => expect(scenarioFiles(names, own.path)).rejects;
  await refused('shpo').toThrow(
    /There is no scenario shpo\. Scenarios: .*\boutages, .*\bsampling, .*\. Yours in .*: shop, two/,
  );
  await refused().toThrow(/Which scenario\? Scenarios: .*\boutages, .*\. Yours/);
  await refused('two').toThrow(/Two files are the scenario two: .*two\.scenario\.js and .*two\.scenario\.ts/);
  await refused(join(own.path, 'none.ts')).toThrow(/There is no file .*none\.ts/);
  await refused(join(own.path, 'folder.ts')).toThrow(/There is no file .*folder\.ts/);
  await refused(join(own.path, 'notes.yaml')).toThrow(/a scenario is a \.ts, \.mts, \.js or \.mjs file/);
  using none = temporaryFolder();
  await expect(scenarioFiles(['x'], join(none.path, 'scenarios'))).rejects.toThrow(/None of yours in /);
});
