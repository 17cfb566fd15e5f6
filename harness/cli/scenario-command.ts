import { randomBytes } from 'node:crypto';
import { access, constants, open, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fixture } from '../project-paths.ts';
import { JsonReport } from '../report/json-report.ts';
import { standardOutput } from '../report/output.ts';
import { TerminalReport } from '../report/terminal-report.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { exitCode } from './exit-code.ts';
import { makeFolder } from './make-folder.ts';
import { ownImageRules } from './own-image-rules.ts';
import { runCommand } from './run-command.ts';
import { makeRunDirectory } from './run-directory.ts';
import { runScenarios } from './run-scenarios.ts';
import { type ScenarioArguments, scenarioArguments } from './scenario-arguments.ts';
import { scenarioFiles } from './scenario-files.ts';
import { scenarioHelp } from './scenario-help.ts';
import { UsageError } from './usage-error.ts';

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
    await requireFolder(asked.evidence);
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

/** A report that cannot be written is known before the run, not after it. What stands in the file stays until then. */
async function requireWritable(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    await (await open(file, 'a')).close();
  } catch (error) {
    throw notWritable(`--json ${file}`, error);
  }
}

/** The same for the folder of evidence, which is made. */
async function requireFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  try {
    await makeFolder(resolve(folder));
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw notWritable(`--evidence ${folder}`, error);
  }
}

function notWritable(what: string, error: unknown): UsageError {
  return new UsageError(`${what} cannot be written: ${(error as Error).message.replace(/,.*/, '')}.`);
}

/** Writes the report as far as it can be: a reader who left does not change the verdict. */
async function writeReport(file: string, report: string): Promise<void> {
  try {
    await writeFile(file, report);
  } catch (error) {
    process.stderr.write(`--json ${file} could not be written: ${(error as Error).message}\n`);
  }
}
