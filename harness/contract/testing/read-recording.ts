import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture } from '../fixture.ts';
import { fixtureNames } from '../record/fixture-folder.ts';

/** Fixtures of a folder by file name, and all their text. */
export async function readRecording(folder: string): Promise<{ fixtures: Record<string, Fixture>; text: string }> {
  const texts = (await fixtureNames(folder)).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  return {
    fixtures: Object.fromEntries(texts.map(([name, text]) => [name, JSON.parse(text) as Fixture])),
    text: texts.map(([, text]) => text).join('\n'),
  };
}
