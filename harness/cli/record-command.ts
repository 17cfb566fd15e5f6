import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireNoFixtures } from '../contract/record/fixture-folder.ts';
import { formatRecorded } from '../contract/record/format-recorded.ts';
import { recordingAccess } from '../contract/record/recording-access.ts';
import { startRecording } from '../contract/record/start-recording.ts';
import { standardOutput } from '../report/output.ts';
import { exitCode } from './exit-code.ts';
import { onInterrupt } from './on-interrupt.ts';
import { type RecordArguments, recordArguments } from './record-arguments.ts';
import { recordHelp } from './record-help.ts';
import { requireFolder } from './require-folder.ts';
import { runCommand } from './run-command.ts';
import { makeRunDirectory } from './run-directory.ts';

/** `npm run record -- FLAGS`: records what passes until told to stop. */
export function recordCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const asked = recordArguments(args, process.env);
    if (asked !== 'help') return await record(asked);
    standardOutput().write(recordHelp);
    return exitCode.green;
  });
}

async function record({ origin, folder, fields }: RecordArguments): Promise<number> {
  const output = standardOutput();
  const stopped = Promise.withResolvers<void>();
  using _interrupt = onInterrupt(() => stopped.resolve());
  await requireFolder('out', folder);
  await requireNoFixtures(folder);
  using runDirectory = makeRunDirectory(randomBytes(3).toString('hex'));
  const count = { written: 0, unanswered: 0, unwritten: 0 };
  {
    await using recording = await startRecording({
      origin,
      folder,
      fields,
      recorded(exchange) {
        if (exchange.fixture !== undefined) count.written += 1;
        else count[exchange.isAnswered ? 'unwritten' : 'unanswered'] += 1;
        output.write(`${formatRecorded(exchange)}\n`);
      },
      broken: (failure) => output.write(`     ${failure}\n`),
    });
    const caFile = join(runDirectory.path, 'ca.crt');
    await writeFile(caFile, recording.caPem);
    output.write(recordingAccess({ origin, folder, port: recording.port, caFile }));
    await stopped.promise;
  }
  output.write(`\n${summary(count, folder)}\n`);
  return count.unwritten === 0 ? exitCode.green : exitCode.environment;
}

function summary(
  { written, unanswered, unwritten }: Record<'written' | 'unanswered' | 'unwritten', number>,
  folder: string,
): string {
  const parts = [
    written === 0 ? 'No exchange was recorded' : `${written} ${written === 1 ? 'exchange' : 'exchanges'} in ${folder}`,
    ...(unanswered === 0 ? [] : [`${unanswered} without an answer`]),
    ...(unwritten === 0 ? [] : [`${unwritten} that could not be written`]),
  ];
  const next = written === 0 ? [] : [`compare the mocks: npm run contract -- ${folder}`];
  return [`${parts.join(', ')}.`, ...next].join('\n');
}
