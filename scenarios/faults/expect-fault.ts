import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { fixture } from '../../harness/project-paths.ts';
import { runCli } from '../../harness/testing/run-cli.ts';
import type { Fault } from './sampling-faults.ts';

function secret(name: string, data: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  ${data}\n`;
}

/** A placeholder for a value of the run. */
function run(name: string): string {
  return `$\{${name}}`;
}

/** Files for `--secrets`. */
const secrets: Readonly<Record<string, string>> = {
  'renamed-key.yaml': secret('qpoint-token', `TOKEN: ${run('registrationToken')}`),
  'renamed-s3-key.yaml': secret(
    'qpoint-s3',
    `ACCESS_KEY: ${run('accessKeyId')}\n  AWS_SECRET_ACCESS_KEY: ${run('secretAccessKey')}`,
  ),
  'unknown-placeholder.yaml': secret('qpoint-token', `REGISTRATION_TOKEN: ${run('token')}`),
};

async function fixturesWith(edits: Fault['edits']): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'pii-faults-'));
  await cp(fixture('.'), path, { recursive: true, filter: (source) => !source.includes('models') });
  for (const [file, edit] of Object.entries(edits)) {
    await writeFile(join(path, file), edit(await readFile(join(path, file), 'utf8')));
  }
  for (const [file, secret] of Object.entries(secrets)) await writeFile(join(path, file), secret);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Runs the sampling scenario on fixtures with a fault, and holds it to its sentence, file, line and exit code. */
export async function expectFault(
  { edits, flags = [], code = 1, says, points }: Fault,
  environment: readonly string[],
) {
  await using files = await fixturesWith(edits);
  const [file, line] = points;
  const lines = (await readFile(join(files.path, file), 'utf8')).split('\n').map((text) => text.trim());
  expect(lines, 'the test points at a line that is there').toContain(line);

  const result = await runCli([
    'sampling',
    ...environment,
    '--manifests',
    join(files.path, 'manifests'),
    '--snapshot',
    join(files.path, 'snapshots/snapshot.yaml'),
    ...flags.map((flag) => (flag.endsWith('.yaml') ? join(files.path, flag) : flag)),
  ]);
  const flat = result.output.replace(/\s+/g, ' ');
  expect(flat).toMatch(says);
  expect(result.output).toContain(`${join(files.path, file)}:${lines.indexOf(line) + 1}`);
  expect(result.code, result.output).toBe(code);
}
