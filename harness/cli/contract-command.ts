import { resolve } from 'node:path';
import { countReplay, formatReplay } from '../contract/replay/format-replay.ts';
import { readFixtures } from '../contract/replay/read-fixtures.ts';
import { type Replayed, replayFixtures } from '../contract/replay/replay-fixtures.ts';
import { readText } from '../manifests/read-text.ts';
import { fixture } from '../project-paths.ts';
import { standardOutput } from '../report/output.ts';
import { stylesFor } from '../report/styles.ts';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import { type ContractArguments, contractArguments } from './contract-arguments.ts';
import { contractHelp } from './contract-help.ts';
import { exitCode } from './exit-code.ts';
import { onInterrupt } from './on-interrupt.ts';
import { runCommand } from './run-command.ts';
import { requireWritable, writeReport } from './write-report.ts';

/** `npm run contract -- DIR FLAGS`: compares the mocks with a recording. */
export function contractCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const asked = contractArguments(args, process.env);
    if (asked !== 'help') return await compare(asked);
    standardOutput().write(contractHelp);
    return exitCode.green;
  });
}

async function compare({ folder, snapshot: given, json }: ContractArguments): Promise<number> {
  const stop = new AbortController();
  using _ = onInterrupt(() => stop.abort());
  const { signal } = stop;
  const output = standardOutput();
  await requireWritable('json', json);
  const file = resolve(given ?? fixture('snapshots/snapshot.yaml'));
  const snapshot = await readText(file);
  readSnapshot(snapshot, { file });
  const fixtures = await readFixtures(folder);
  let replayed: Replayed[];
  try {
    replayed = await replayFixtures(fixtures, { snapshot, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    output.write('interrupted before the recording was through\n');
    return exitCode.interrupted;
  }
  output.write(formatReplay(replayed, stylesFor(output), output.columns ?? 80));
  const counts = countReplay(replayed);
  if (json !== undefined) await writeReport('json', json, reportOf(replayed));
  return counts.same === replayed.length ? exitCode.green : exitCode.red;
}

function reportOf(replayed: readonly Replayed[]): string {
  const exchanges = replayed.map(({ name, fixture: { request }, differences, unasked }) => ({
    ...{ file: name, method: request.method, path: request.path, differences },
    ...(unasked !== undefined && { notReplayed: unasked }),
  }));
  const { same, differ, unasked: notReplayed } = countReplay(replayed);
  return `${JSON.stringify({ same, differ, notReplayed, exchanges }, undefined, 2)}\n`;
}
