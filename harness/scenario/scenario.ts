import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inject, type TestContext, test } from 'vitest';
import { EnvironmentError } from '../errors/environment-error.ts';
import { InputError } from '../errors/input-error.ts';
import { collect } from './collector.ts';
import { DeclarationError } from './declaration-error.ts';
import { declarationProblem } from './declaration-problem.ts';
import type { DeclaredTrial } from './declared-scenario.ts';
import { RunChannel } from './run-channel.ts';
import type { RunEvent } from './run-event.ts';
import type { RunOptions } from './run-options.ts';
import { ScenarioContext } from './scenario-context.ts';
import type { ScenarioDeclaration } from './scenario-declaration.ts';
import type { SuiteOptions } from './suite-options.ts';

declare module 'vitest' {
  interface ProvidedContext {
    run: RunOptions;
    suite: SuiteOptions;
  }
}

type Story = (run: ScenarioContext) => Promise<void>;

/** Scenarios that begin in this thread after the run was interrupted have not heard of it. */
let interrupted = false;

/**
 * Declares a scenario: a story of steps that ends without an error, or with the cause of the failure.
 * What it owns is released whatever happens, with `--keep` when the user lets go.
 * `trials`: of a story that is a list of them; it tells by itself which rows of the catalogue are met.
 */
export function scenario(
  given: Pick<ScenarioDeclaration, 'name' | 'title'> & Partial<ScenarioDeclaration>,
  story: Story,
  trials?: readonly DeclaredTrial[],
): void {
  const declaration: ScenarioDeclaration = { about: '', tags: [], covers: [], ...given };
  if (collect({ ...declaration, trials })) return;
  for (const [round, seed] of inject('suite').seeds.entries()) {
    const name = round === 0 ? declaration.name : `${declaration.name}, round ${round + 1}`;
    test(name, { timeout: 0 }, async ({ task }) => {
      if (interrupted) return;
      checkFile(task);
      const options = await ownOptions(declaration.name, round, seed);
      try {
        await tell(declaration, trials === undefined, story, round, options);
      } finally {
        if (options.runDirectory !== inject('run').runDirectory)
          await rm(options.runDirectory, { recursive: true, force: true });
      }
    });
  }
}

async function tell(
  { name, title, covers, notOn }: ScenarioDeclaration,
  coversByItself: boolean,
  story: Story,
  round: number,
  options: RunOptions,
): Promise<void> {
  using channel = new RunChannel(inject('run').runId);
  const run = { scenario: name, round };
  const send = (event: RunEvent) => channel.send({ run, event });
  const interruption = new AbortController();
  const stopped = Promise.withResolvers<void>();
  channel.onCommand(() => {
    interrupted = true;
    interruption.abort(new Error('interrupted'));
    stopped.resolve();
  });

  const context = new ScenarioContext(options, interruption.signal, send);
  const startedAt = performance.now();
  send({ type: 'scenario', name, title });
  let failure: unknown;
  try {
    const reason = notOn?.[options.environment.name];
    if (reason !== undefined) throw new InputError(`${name} does not run on ${options.environment.name}: ${reason}`);
    await story(context);
  } catch (error) {
    failure = error;
    if (!interruption.signal.aborted) await context.fail(error);
  }
  if (coversByItself) {
    const verdict = failure === undefined ? 'met' : 'not met';
    for (const coverage of covers) context.covered({ coverage, verdict, step: undefined, reason: undefined });
  }
  send({ type: 'finished', milliseconds: performance.now() - startedAt, ok: failure === undefined });
  if (options.keep && !interruption.signal.aborted) {
    send({ type: 'kept' });
    await stopped.promise;
  }
  try {
    await context.release();
  } catch (error) {
    failure ??= error;
    await context.fail(new EnvironmentError(`What the run started could not be released: ${(error as Error).message}`));
  } finally {
    channel.send({ run, released: true });
  }
  if (failure !== undefined) throw failure;
}

/** Throws `DeclarationError` for a file that was not read before it ran. */
function checkFile({ file }: TestContext['task']): void {
  const rounds = inject('suite').seeds.length;
  const names = file.tasks.filter((_, index) => index % rounds === 0).map(({ name }) => name);
  const problem = declarationProblem(file.filepath, names);
  if (problem !== undefined) throw new DeclarationError(`It ${problem}`);
}

/** On a cluster of its own a run among several has an id, a folder and a place for evidence of its own. */
async function ownOptions(name: string, round: number, seed: number): Promise<RunOptions> {
  const given = inject('run');
  const { several, seeds } = inject('suite');
  if (!several) return { ...given, seed };
  const place = seeds.length > 1 ? join(name, String(round + 1)) : name;
  const evidence = given.evidence === undefined ? undefined : join(given.evidence, place);
  if (given.environment.name !== 'embedded') return { ...given, seed, evidence };
  const runId = randomBytes(3).toString('hex');
  // Short: the pods' sockets lie below, whose paths have no room for more.
  const runDirectory = join(given.runDirectory, runId);
  await mkdir(runDirectory, { recursive: true });
  return { ...given, runId, seed, evidence, runDirectory };
}
