import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture } from '../../project-paths.ts';
import type { Fault } from './fault.ts';
import { faultSecrets } from './sampling-faults.ts';

/** A copy of the fixtures with a fault in it. */
export async function brokenFixtures(edits: Fault['edits']): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'pii-faults-'));
  await cp(fixture('.'), path, { recursive: true, filter: (source) => !source.includes('models') });
  for (const [file, edit] of Object.entries(edits)) {
    await writeFile(join(path, file), edit(await readFile(join(path, file), 'utf8')));
  }
  for (const [file, secret] of Object.entries(faultSecrets)) await writeFile(join(path, file), secret);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
