import { join } from 'node:path';
import { InputError } from '../../errors/input-error.ts';
import { readText } from '../../manifests/read-text.ts';
import type { Fixture } from '../fixture.ts';
import { fixtureNames, strayNames } from '../record/fixture-folder.ts';
import { readFixture } from './read-fixture.ts';

/** A fixture and the name of its file. */
export interface NamedFixture {
  readonly name: string;
  readonly fixture: Fixture;
}

/** Reads a recording, in the order in which its exchanges began. Throws `InputError` for a folder without one, or a broken file. */
export async function readFixtures(folder: string): Promise<NamedFixture[]> {
  const names = await fixtureNames(folder).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'ENOENT' ? 'no such folder' : error.code === 'ENOTDIR' ? 'it is no folder' : error.message;
    throw new InputError(`cannot read ${folder}: ${why}.`);
  });
  const [stray] = await strayNames(folder);
  if (stray !== undefined) {
    const remedy = 'give it a name as 0001-get-deploy-ping.json, or take it out of the folder';
    throw new InputError(`${join(folder, stray)} is not named as a fixture, so it would go unread: ${remedy}.`);
  }
  if (names.length === 0) {
    throw new InputError(`${folder} holds no fixture: npm run record -- --upstream URL --out ${folder} makes some.`);
  }
  const fixtures: NamedFixture[] = [];
  for (const name of names) {
    const file = join(folder, name);
    fixtures.push({ name, fixture: readFixture(await readText(file), file) });
  }
  return fixtures;
}
