import { randomBytes } from 'node:crypto';
import { access, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fixture } from '../project-paths.ts';
import { JsonReport } from '../report/json-report.ts';
import { TerminalReport } from '../report/terminal-report.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { exitCode } from './exit-code.ts';
import { makeRunDirectory } from './run-directory.ts';
import { runScenarios } from './run-scenarios.ts';
import { type ScenarioArguments, scenarioArguments } from './scenario-arguments.ts';
import { scenarioFiles } from './scenario-files.ts';
import { scenarioHelp } from './scenario-help.ts';
import { UsageError } from './usage-error.ts';

/** `npm run scenario NAME… -- FLAGS`: runs scenarios, shows them, and says how the process shall exit. */
export async function scenarioCommand(args: readonly string[]): Promise<number> {
  try {
    const asked = scenarioArguments(args, process.env);
    if (asked.help) {
      process.stdout.write(await scenarioHelp());
      return exitCode.green;
    }
    const files = await scenarioFiles(asked.names);
    await requireReadable(asked);
    return await run(files, asked);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return exitCode.usage;
  }
}

async function run(files: readonly string[], asked: ScenarioArguments): Promise<number> {
  const runId = randomBytes(3).toString('hex');
  using runDirectory = makeRunDirectory(runId);
  const options: RunOptions = {
    runId,
    seed: asked.seed,
    manifests: resolve(asked.manifests ?? fixture('manifests')),
    snapshot: resolve(asked.snapshot ?? fixture('snapshots/snapshot.yaml')),
    secrets: asked.secrets === undefined ? undefined : resolve(asked.secrets),
    images: asked.images,
    realTime: asked.realTime,
    keep: asked.keep,
    runDirectory: runDirectory.path,
  };
  const terminal = new TerminalReport(process.stdout, options);
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
  if (asked.json !== undefined) await writeFile(asked.json, json.toString());
  return code;
}

/** A report that cannot be written is known before the run, not after it. */
async function requireReadable({ json }: ScenarioArguments): Promise<void> {
  if (json === undefined) return;
  await access(resolve(json, '..')).catch(() => {
    throw new UsageError(`--json ${json}: its folder does not exist.`);
  });
}
