import { writeFileSync } from 'node:fs';
import { acceptedDifferences } from '../conformance/accepted-differences.ts';
import type { ConformanceEnvironment } from '../conformance/conformance-environment.ts';
import type { ConformanceSuite } from '../conformance/conformance-suite.ts';
import { differencesDocument, differencesPath } from '../conformance/differences-document.ts';
import { formatGroup, formatJudgement } from '../conformance/format-judgement.ts';
import { compareWithRecord, recordAnswers } from '../conformance/recorded-run.ts';
import { standardOutput } from '../report/output.ts';
import { type ConformanceArguments, conformanceArguments } from './conformance-arguments.ts';
import { conformanceHelp } from './conformance-help.ts';
import { conformanceRuns } from './conformance-runs.ts';
import { exitCode } from './exit-code.ts';
import { runCommand } from './run-command.ts';

/** `npm run conformance -- FLAGS`. */
export function conformanceCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const asked = conformanceArguments(args, process.env);
    if (asked.help) standardOutput().write(conformanceHelp);
    else if (asked.writeDifferences) writeFileSync(differencesPath, differencesDocument(acceptedDifferences));
    else return await run(asked);
    return exitCode.green;
  });
}

async function run(asked: ConformanceArguments): Promise<number> {
  let failed = false;
  for (const aim of asked.aims) {
    for await (const { suite, environment } of conformanceRuns(aim)) {
      await using opened = environment;
      failed = (await runOne(suite, opened, asked)) || failed;
    }
  }
  return failed ? exitCode.red : exitCode.green;
}

/** True when something differs. */
async function runOne<Target>(
  suite: ConformanceSuite<Target>,
  environment: ConformanceEnvironment<Target>,
  { only, record }: ConformanceArguments,
): Promise<boolean> {
  const output = standardOutput();
  output.write(`${suite.name} against ${environment.name}\n`);
  const options = {
    only,
    onGroup: (...group: Parameters<typeof formatGroup>) => output.write(`${formatGroup(...group)}\n`),
  };
  if (record) {
    output.write(`written: ${await recordAnswers(suite, environment, options)}\n`);
    return false;
  }
  const judgement = await compareWithRecord(suite, environment, options);
  output.write(formatJudgement(judgement));
  return judgement.failures.length > 0;
}
