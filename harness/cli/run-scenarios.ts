import { createVitest } from 'vitest/node';
import { RunChannel } from '../scenario/run-channel.ts';
import type { Failure, RunEvent } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { brokenScenario } from './broken-scenario.ts';
import { exitCode } from './exit-code.ts';
import { keptEnvironment } from './kept-environment.ts';
import { onInterrupt } from './on-interrupt.ts';

/** What shows a run while it goes. */
export interface RunDisplay {
  print(lines: readonly string[]): void;
  stop(): void;
}

const codes: Record<Failure['kind'], number> = {
  scenario: exitCode.red,
  input: exitCode.usage,
  environment: exitCode.environment,
};

/**
 * Runs scenario files with vitest and returns the exit code. This thread owns the life of the run: a signal stops the
 * scenario, waits until it has released what it started, and gives up waiting at a second signal.
 */
export async function runScenarios(
  files: readonly string[],
  options: RunOptions,
  onEvent: (event: RunEvent) => void,
  display: RunDisplay,
): Promise<number> {
  using channel = new RunChannel(options.runId);
  const failures: Failure['kind'][] = [];
  let finished = 0;
  let awaitingRelease = false;
  let interrupted = false;

  channel.onMessage((message) => {
    if ('released' in message) {
      awaitingRelease = false;
      return;
    }
    const { event } = message;
    if (event.type === 'scenario') awaitingRelease = true;
    if (interrupted) {
      // A scenario that began just then has not heard of it.
      if (event.type === 'scenario') channel.command('stop');
      return;
    }
    if (event.type === 'failure') failures.push(event.failure.kind);
    if (event.type === 'finished') finished += 1;
    onEvent(event);
    if (event.type === 'kept') display.print(keptEnvironment(options));
  });
  using _ = onInterrupt(() => {
    if (finished < files.length) interrupted = true;
    display.stop();
    channel.command('stop');
  });

  const vitest = await withoutSignalListeners(() =>
    createVitest({
      config: false,
      watch: false,
      pool: 'threads',
      fileParallelism: false,
      reporters: [{}],
      provide: { run: options },
      experimental: { viteModuleRunner: false, nodeLoader: false },
      teardownTimeout: 2000,
    }),
  );
  // By their paths, not by a search: they lie in the project of whoever wrote them, and in an installed package.
  const project = vitest.getRootProject();
  if (!interrupted) await vitest.runTestSpecifications(files.map((file) => project.createSpecification(file)));
  const errors = vitest.state.getUnhandledErrors();
  const unstarted = vitest.state
    .getFiles()
    .flatMap(({ filepath, result }) => (result?.errors ?? []).map((error) => ({ filepath, error })));
  await vitest.close();

  if (interrupted) {
    display.print(['interrupted: what the run started is gone']);
    return exitCode.interrupted;
  }
  if (unstarted.length > 0) {
    display.print(await Promise.all(unstarted.map(({ filepath, error }) => brokenScenario(filepath, error))));
    return Math.max(exitCode.usage, ...failures.map((kind) => codes[kind]));
  }
  if (finished < files.length || errors.length > 0 || awaitingRelease) {
    display.print([
      `${files.length - finished} of ${files.length} scenarios did not run to their end.`,
      ...errors.map((error) => String((error as Error).stack ?? error)),
    ]);
    return exitCode.environment;
  }
  return Math.max(exitCode.green, ...failures.map((kind) => codes[kind]));
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
