import { createVitest } from 'vitest/node';
import { RunChannel, type RunKey } from '../scenario/run-channel.ts';
import type { Failure, RunEvent } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { SuiteOptions } from '../scenario/suite-options.ts';
import { brokenScenario } from './broken-scenario.ts';
import { exitCode } from './exit-code.ts';
import { inGivenOrder } from './in-given-order.ts';
import { keptEnvironment } from './kept-environment.ts';
import { onInterrupt } from './on-interrupt.ts';

/** What shows a run while it goes. */
export interface RunDisplay {
  print(lines: readonly string[]): void;
  stop(): void;
}

/** What runs, and who hears of it. */
export interface ScenarioRuns {
  /** In the order in which they begin. */
  readonly files: readonly string[];
  readonly options: RunOptions;
  readonly suite: SuiteOptions;
  readonly onEvent: (run: RunKey, event: RunEvent) => void;
  readonly display: RunDisplay;
}

const codes: Record<Failure['kind'], number> = {
  scenario: exitCode.red,
  input: exitCode.usage,
  environment: exitCode.environment,
};

/** Scenario files at once where each has clusters of its own. Their trials run at once as well. */
const filesAtOnce = 2;

/**
 * Runs scenario files with vitest and returns the exit code. This thread owns the life of the run: a signal stops the
 * scenarios, waits until they have released what they started, and gives up waiting at a second signal.
 */
export async function runScenarios({ files, options, suite, onEvent, display }: ScenarioRuns): Promise<number> {
  using channel = new RunChannel(options.runId);
  const failures: Failure['kind'][] = [];
  const expected = files.length * suite.seeds.length;
  let finished = 0;
  const unreleased = new Set<string>();
  let interrupted = false;

  channel.onMessage((message) => {
    const { run } = message;
    const key = `${run.scenario} ${run.round}`;
    if ('released' in message) {
      unreleased.delete(key);
      return;
    }
    const { event } = message;
    if (event.type === 'scenario') unreleased.add(key);
    if (interrupted) {
      // A scenario that began just then has not heard of it.
      if (event.type === 'scenario') channel.command('stop');
      return;
    }
    if (event.type === 'failure') failures.push(event.failure.kind);
    if (event.type === 'finished') finished += 1;
    onEvent(run, event);
    if (event.type === 'kept') display.print(keptEnvironment(options));
  });
  using _ = onInterrupt(() => {
    if (finished < expected) interrupted = true;
    display.stop();
    channel.command('stop');
  });

  const vitest = await withoutSignalListeners(() =>
    createVitest({
      config: false,
      watch: false,
      pool: 'threads',
      // The modules of a scenario are loaded once in each of the threads.
      isolate: false,
      maxWorkers: options.environment.name === 'embedded' ? Math.min(filesAtOnce, files.length) : 1,
      sequence: { sequencer: inGivenOrder(files) },
      reporters: [{}],
      provide: { run: options, suite },
      experimental: { viteModuleRunner: false, nodeLoader: false },
      teardownTimeout: 2000,
    }),
  );
  // By their paths, not by a search: they lie in the project of whoever wrote them, and in an installed package.
  const project = vitest.getRootProject();
  if (!interrupted) await vitest.runTestSpecifications(files.map((file) => project.createSpecification(file)));
  const errors = vitest.state.getUnhandledErrors();
  const unstarted = vitest.state.getFiles().flatMap(({ filepath, result, tasks }) => {
    const [declared] = tasks.flatMap((task) => task.result?.errors ?? []).filter(isDeclarationError);
    return [...(result?.errors ?? []), ...(declared ? [declared] : [])].map((error) => ({ filepath, error }));
  });
  await vitest.close();

  if (interrupted) {
    display.print(['interrupted: what the run started is gone']);
    return exitCode.interrupted;
  }
  if (unstarted.length > 0) {
    display.print(await Promise.all(unstarted.map(({ filepath, error }) => brokenScenario(filepath, error))));
    return Math.max(exitCode.usage, ...failures.map((kind) => codes[kind]));
  }
  if (finished < expected || errors.length > 0 || unreleased.size > 0) {
    display.print([
      `${expected - finished} of ${expected} scenarios did not run to their end.`,
      ...errors.map((error) => String((error as Error).stack ?? error)),
    ]);
    return exitCode.environment;
  }
  return Math.max(exitCode.green, ...failures.map((kind) => codes[kind]));
}

function isDeclarationError({ name }: { readonly name?: string }): boolean {
  return name === 'DeclarationError';
}

/** vitest's own listeners end the process a millisecond after a signal, before anything could be released: they are taken off again. */
async function withoutSignalListeners<T>(create: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const own = signals.map((signal) => new Set(process.listeners(signal)));
  const created = await create();
  for (const [index, signal] of signals.entries()) {
    for (const listener of process.listeners(signal)) if (!own[index]?.has(listener)) process.off(signal, listener);
  }
  return created;
}
