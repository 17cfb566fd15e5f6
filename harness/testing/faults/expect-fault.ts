import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../run-cli.ts';
import { brokenFixtures } from './broken-fixtures.ts';
import type { Fault } from './fault.ts';

/** Runs the sampling scenario on files with the fault: red with its sentence, at its file and line. Answers with what was printed. */
export async function expectFault(
  { edits, flags = [], code = 1, says, points }: Fault,
  environment: readonly string[] = [],
): Promise<string> {
  await using files = await brokenFixtures(edits);
  const [file, line] = points;
  const lines = (await readFile(join(files.path, file), 'utf8')).split('\n').map((text) => text.trim());
  expect(lines, 'the fault points at a line that is there').toContain(line);

  const result = await runCli([
    'sampling',
    '--manifests',
    join(files.path, 'manifests'),
    '--snapshot',
    join(files.path, 'snapshots/snapshot.yaml'),
    ...flags.map((flag) => (flag.endsWith('.yaml') ? join(files.path, flag) : flag)),
    ...environment,
  ]);
  expect(result.output.replace(/\s+/g, ' '), result.output).toMatch(says);
  expect(result.output).toContain(`${join(files.path, file)}:${lines.indexOf(line) + 1}`);
  expect(result.code, result.output).toBe(code);
  return result.output;
}
