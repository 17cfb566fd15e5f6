import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { type LeakSearch, leakSearchFor } from '../expectations/leak-search/leak-search.ts';
import { fixture } from '../project-paths.ts';
import { failureOf } from '../scenario/failure-of.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { ScenarioContext, Step } from '../scenario/scenario-context.ts';
import { coveredBy } from './covered-by.ts';
import { judgeTrial } from './judge-trial.ts';
import { NothingToEdit } from './nothing-to-edit.ts';
import { runTrial } from './run-trial.ts';
import type { Trial } from './trial.ts';

/** Trials at once where each has a cluster of its own: they wait more than they work. */
const atOnce = Math.max(2, Math.min(4, availableParallelism()));

/**
 * Runs the trials, each a step of the scenario. Throws `ScenarioFailure` at the end where one of them did not show what it has to:
 * all others are run all the same.
 */
export async function tryAll(run: ScenarioContext, trials: readonly Trial[]): Promise<void> {
  const { options } = run;
  const searches = new Set<LeakSearch>();
  run.withhold((text) => [...searches].some(({ holdsValue }) => holdsValue(text)));
  const width = options.environment.name === 'embedded' ? atOnce : 1;
  const waiting = trials.map((trial) => ({ trial, ...Promise.withResolvers<Tried>() }));
  // A trial that ends before its turn to be shown is not unheard.
  for (const { promise } of waiting) promise.catch(() => undefined);
  const queue = [...waiting];
  const progress = new Map<Trial, (text: string) => void>();
  // Each by itself: it may have run beside the one that is shown before it.
  const took = new Map<Trial, number>();
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { trial, resolve, reject } = next;
      const step: Step = {
        signal: run.signal,
        note: () => undefined,
        progress: (text) => progress.get(trial)?.(text),
        rescue: (witness) => run.rescue(witness),
      };
      const startedAt = performance.now();
      await tryOne(trial, options, step, searches)
        .finally(() => took.set(trial, performance.now() - startedAt))
        .then(resolve, reject);
    }
  };
  const workers = Promise.all(Array.from({ length: width }, worker));
  const failed: unknown[] = [];
  for (const { trial, promise } of waiting) {
    const title = `${[trial.id, ...(trial.also ?? [])].join(', ')}: ${trial.title}`;
    const shown = async (step: Step) => {
      progress.set(trial, step.progress);
      const tried = await promise;
      for (const note of tried.notes) step.note(note);
      return tried;
    };
    const tried = await run
      .step(title, shown, () => took.get(trial))
      .catch((error: unknown) => void failed.push(error));
    const reason = tried?.leftOut;
    const verdict = tried === undefined ? 'not met' : reason === undefined ? 'met' : 'left out';
    for (const coverage of coveredBy([trial])) run.covered({ coverage, verdict, step: title, reason });
  }
  await workers;
  run.signal.throwIfAborted();
  const [first] = failed;
  if (first === undefined) return;
  if (failed.length === 1) throw first;
  const { cause, positions, evidence } = failureOf(first);
  const others = failed.slice(1).map((error) => `also ${failureOf(error).cause}`);
  throw new ScenarioFailure(cause, { positions, evidence: [...others, ...evidence] });
}

/** What a trial showed, or why it was left out. */
interface Tried {
  readonly notes: readonly string[];
  readonly leftOut?: string;
}

/** `searches` gets that of what the trial plants. */
async function tryOne(trial: Trial, options: RunOptions, step: Step, searches: Set<LeakSearch>): Promise<Tried> {
  const reason = trial.notOn?.[options.environment.name];
  if (reason !== undefined) return { notes: [`left out: ${reason}`], leftOut: reason };
  try {
    const notes = await runTrial(trial, options, step, async (seen) => {
      if (seen.plan !== undefined) searches.add(leakSearchFor(seen.plan.traffic));
      try {
        return await judgeTrial(trial, seen);
      } catch (error) {
        const { pipeline } = seen;
        const place = trial.title.replace(/[^\w]+/g, '-');
        if (pipeline !== undefined)
          await step.rescue({
            writeEvidence: (folder, holdsValue) => pipeline.writeEvidence(join(folder, place), holdsValue),
          });
        throw error;
      }
    });
    return { notes };
  } catch (error) {
    if (!(error instanceof NothingToEdit)) throw error;
    if (usesOwnFiles(options)) throw new ScenarioFailure(`${trial.id}: the mistake cannot be made: ${error.message}.`);
    return { notes: [`left out: ${error.message}`], leftOut: error.message };
  }
}

/** The harness's own files hold what every trial needs: one that finds nothing there is broken itself. */
function usesOwnFiles({ manifests, snapshot }: RunOptions): boolean {
  return manifests === fixture('manifests') && snapshot === undefined;
}
