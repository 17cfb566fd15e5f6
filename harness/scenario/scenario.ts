import { inject, test } from 'vitest';
import { EnvironmentError } from '../errors/environment-error.ts';
import { declareOnce } from './declare-once.ts';
import { RunChannel } from './run-channel.ts';
import type { RunEvent } from './run-event.ts';
import type { RunOptions } from './run-options.ts';
import { ScenarioContext } from './scenario-context.ts';
import type { ScenarioDeclaration } from './scenario-declaration.ts';

declare module 'vitest' {
  interface ProvidedContext {
    run: RunOptions;
  }
}

/**
 * Declares a scenario: a story of steps that ends without an error, or with the cause of the failure.
 * What it owns is released whatever happens, with `--keep` when the user lets go.
 */
export function scenario(declaration: ScenarioDeclaration, story: (run: ScenarioContext) => Promise<void>): void {
  const { name, title } = declaration;
  declareOnce(name);
  test(name, { timeout: 0 }, async () => {
    const options = inject('run');
    using channel = new RunChannel(options.runId);
    const send = (event: RunEvent) => channel.send({ event });
    const interruption = new AbortController();
    const stopped = Promise.withResolvers<void>();
    channel.onCommand(() => {
      interruption.abort(new Error('interrupted'));
      stopped.resolve();
    });

    const context = new ScenarioContext(options, interruption.signal, send);
    const startedAt = performance.now();
    send({ type: 'scenario', name, title });
    let failure: unknown;
    try {
      await story(context);
    } catch (error) {
      failure = error;
      if (!interruption.signal.aborted) await context.fail(error);
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
      await context.fail(
        new EnvironmentError(`What the run started could not be released: ${(error as Error).message}`),
      );
    } finally {
      channel.send({ released: true });
    }
    if (failure !== undefined) throw failure;
  });
}
