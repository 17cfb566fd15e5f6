import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../errors/input-error.ts';
import type { Fixture } from '../fixture.ts';

/** One file an exchange, so that a difference between two recordings is a diff of files, and one is left out by removing it. */
const fixtureName = /^\d{4,}-[\w.-]+\.json$/;

/** Names of what a folder holds beside fixtures, and looks like one: a fixture under another name would go unread. */
export async function strayNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.json') && !fixtureName.test(name)).sort();
}

/** Names of the fixtures in a folder, in the order in which they were recorded. Rejects with the system's error. */
export async function fixtureNames(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => fixtureName.test(name));
  return names.sort((left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10));
}

/** Throws `InputError` for a folder that holds a recording: tokens are numbered anew in each, so two do not mix. */
export async function requireNoFixtures(folder: string): Promise<void> {
  const [first] = await fixtureNames(folder);
  if (first !== undefined) {
    throw new InputError(`${folder} holds a recording already (${first}): name another folder, or remove it first.`);
  }
}

/** Writes a fixture as a whole or not at all; resolves with its file's name. Rejects with the system's error. */
export async function writeFixture(folder: string, number: number, fixture: Fixture): Promise<string> {
  const name = `${String(number).padStart(4, '0')}-${callName(fixture)}.json`;
  const file = join(folder, name);
  const unfinished = `${file}.tmp`;
  try {
    await writeFile(unfinished, `${JSON.stringify(fixture, undefined, 2)}\n`);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return name;
}

function callName({ request: { method, path } }: Fixture): string {
  const segments = path.split('?')[0]?.split('/').slice(-2) ?? [];
  const named = [method.toLowerCase(), ...segments]
    .map((part) => part.replace(/<.*>/, 'other'))
    .filter((part) => part !== '');
  return named.join('-');
}
