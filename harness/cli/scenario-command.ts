import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { fixture } from '../project-paths.ts';
import { jsonReport } from '../report/json-report.ts';
import { junitReport } from '../report/junit-report.ts';
import { standardOutput } from '../report/output.ts';
import { RunRecorder } from '../report/run-recorder.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { chooseScenarios } from './choose-scenarios.ts';
import { compareReports } from './compare-reports.ts';
import { coverageOf } from './coverage-of.ts';
import { exitCode } from './exit-code.ts';
import { ownImageRules } from './own-image-rules.ts';
import { requireFolder } from './require-folder.ts';
import { runCommand } from './run-command.ts';
import { makeRunDirectory } from './run-directory.ts';
import { runDisplay } from './run-display.ts';
import { runScenarios } from './run-scenarios.ts';
import { type ScenarioArguments, scenarioArguments } from './scenario-arguments.ts';
import { scenarioHelp } from './scenario-help.ts';
import { tellGithub } from './tell-github.ts';
import { tellOfScenarios } from './tell-of-scenarios.ts';
import { requireWritable, writeReport } from './write-report.ts';

/** `npm run scenario NAME… -- FLAGS`: runs scenarios, shows them, and says how the process shall exit. */
export function scenarioCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const asked = scenarioArguments(args, process.env);
    if (asked.help) {
      standardOutput().write(await scenarioHelp());
      return exitCode.green;
    }
    if (asked.action === 'compare') return await compareReports(asked.names, standardOutput());
    if (asked.action !== 'run') {
      await tellOfScenarios(asked, standardOutput());
      return exitCode.green;
    }
    return await run(asked);
  });
}

async function run(asked: ScenarioArguments): Promise<number> {
  const chosen = await chooseScenarios(asked);
  await requireWritable('json', asked.json);
  await requireWritable('junit', asked.junit);
  if (asked.evidence !== undefined) await requireFolder('evidence', asked.evidence);
  const runId = randomBytes(3).toString('hex');
  using runDirectory = makeRunDirectory(runId);
  const options = runOptions(asked, runId, runDirectory.path);
  const out = standardOutput();
  if (asked.environment.name === 'existing' && asked.environment.dryRun) {
    const { dryRun } = await import('../pipeline/environments/existing/dry-run.ts');
    const progress = (text: string) => void process.stderr.write(`${text}\n`);
    const { text, ok } = await dryRun(asked.environment, options, progress);
    out.write(text);
    return ok ? exitCode.green : exitCode.red;
  }
  const { seeds } = asked;
  const recorder = new RunRecorder({ seeds, keepAttachments: asked.json !== undefined });
  const several = asked.chooses || chosen.files.length > 1 || seeds.length > 1;
  const display = runDisplay({ out, options, names: chosen.names, recorder, seeds, several });
  const code =
    chosen.files.length === 0
      ? exitCode.green
      : await runScenarios({
          files: chosen.files,
          options,
          suite: { seeds, several },
          onEvent: (run, event) => {
            recorder.add(run, event);
            display.show(run, event);
          },
          display,
        });
  if (code !== exitCode.interrupted) recorder.fill(chosen.names);
  const { records } = recorder;
  const coverage = asked.coverage ? coverageOf(records, chosen.declared) : undefined;
  const parts = { leftOut: chosen.leftOut, coverage };
  if (code !== exitCode.interrupted) display.conclude(parts);
  if (asked.json !== undefined) await writeReport('json', asked.json, jsonReport(options, records, parts));
  if (asked.junit !== undefined) await writeReport('junit', asked.junit, junitReport(options, records, parts));
  await tellGithub(records, parts, out, process.env);
  const isMissing = coverage?.some(({ by }) => by.length === 0) ?? false;
  return code === exitCode.green && isMissing ? exitCode.red : code;
}

function runOptions(asked: ScenarioArguments, runId: string, runDirectory: string): RunOptions {
  return {
    runId,
    seed: asked.seeds[0] ?? 0,
    manifests: resolve(asked.manifests ?? fixture('manifests')),
    snapshot: asked.snapshot === undefined ? undefined : resolve(asked.snapshot),
    secrets: asked.secrets === undefined ? undefined : resolve(asked.secrets),
    images: [...asked.images, ...ownImageRules(asked.environment)],
    artifacts: asked.artifacts,
    realTime: asked.realTime,
    keep: asked.keep,
    environment: asked.environment,
    evidence: asked.evidence === undefined ? undefined : resolve(asked.evidence),
    runDirectory,
  };
}
