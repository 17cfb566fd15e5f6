import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { fixture } from '../project-paths.ts';
import { JsonReport } from '../report/json-report.ts';
import { standardOutput } from '../report/output.ts';
import { TerminalReport } from '../report/terminal-report.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { exitCode } from './exit-code.ts';
import { ownImageRules } from './own-image-rules.ts';
import { requireFolder } from './require-folder.ts';
import { runCommand } from './run-command.ts';
import { makeRunDirectory } from './run-directory.ts';
import { runScenarios } from './run-scenarios.ts';
import { type ScenarioArguments, scenarioArguments } from './scenario-arguments.ts';
import { scenarioFiles } from './scenario-files.ts';
import { scenarioHelp } from './scenario-help.ts';
import { requireWritable, writeReport } from './write-report.ts';

/** `npm run scenario NAME… -- FLAGS`: runs scenarios, shows them, and says how the process shall exit. */
export function scenarioCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const asked = scenarioArguments(args, process.env);
    if (asked.help) {
      standardOutput().write(await scenarioHelp());
      return exitCode.green;
    }
    const files = await scenarioFiles(asked.names);
    await requireWritable(asked.json);
    if (asked.evidence !== undefined) await requireFolder('evidence', asked.evidence);
    return await run(files, asked);
  });
}

async function run(files: readonly string[], asked: ScenarioArguments): Promise<number> {
  const runId = randomBytes(3).toString('hex');
  using runDirectory = makeRunDirectory(runId);
  const options: RunOptions = {
    runId,
    seed: asked.seed,
    manifests: resolve(asked.manifests ?? fixture('manifests')),
    snapshot: asked.snapshot === undefined ? undefined : resolve(asked.snapshot),
    secrets: asked.secrets === undefined ? undefined : resolve(asked.secrets),
    images: [...asked.images, ...ownImageRules(asked.environment)],
    artifacts: asked.artifacts,
    realTime: asked.realTime,
    keep: asked.keep,
    environment: asked.environment,
    evidence: asked.evidence === undefined ? undefined : resolve(asked.evidence),
    runDirectory: runDirectory.path,
  };
  if (asked.environment.name === 'existing' && asked.environment.dryRun) {
    const { dryRun } = await import('../pipeline/environments/existing/dry-run.ts');
    const progress = (text: string) => void process.stderr.write(`${text}\n`);
    const { text, ok } = await dryRun(asked.environment, options, progress);
    standardOutput().write(text);
    return ok ? exitCode.green : exitCode.red;
  }
  const terminal = new TerminalReport(standardOutput(), options);
  const json = new JsonReport(options);
  const code = await runScenarios(
    files,
    options,
    (event) => {
      terminal.show(event);
      json.add(event);
    },
    terminal,
  );
  if (asked.json !== undefined) await writeReport(asked.json, json.toString());
  return code;
}
