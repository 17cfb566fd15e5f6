import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { leakSearchFor } from '../expectations/leak-search/leak-search.ts';
import { applyManifests } from '../pipeline/apply-manifests.ts';
import { awaitConfig } from '../pipeline/await-config.ts';
import { awaitReady } from '../pipeline/await-ready.ts';
import { judge } from '../pipeline/judge.ts';
import { observe } from '../pipeline/observe.ts';
import { startPipeline } from '../pipeline/pipeline.ts';
import { readFiles } from '../pipeline/read-files.ts';
import { replayTraffic } from '../pipeline/replay-traffic.ts';
import { failureOf } from '../scenario/failure-of.ts';
import type { Failure, RunEvent } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { ScenarioContext, type Step } from '../scenario/scenario-context.ts';
import { createReplay } from '../traffic/replay/create-replay.ts';
import { changeFiles } from './change-files.ts';
import { NothingToEdit } from './nothing-to-edit.ts';
import { planTrial } from './plan-trial.ts';
import type { Scene, Seen, Trial } from './trial.ts';

/**
 * Runs the pipeline with a trial's mistake in it and hands over what was seen while it is still up. Throws `NothingToEdit` where
 * the files hold nothing to make the mistake in.
 */
export async function runTrial<T>(
  trial: Trial,
  given: RunOptions,
  step: Step,
  judgeIt: (seen: Seen) => Promise<T>,
): Promise<T> {
  const options = await trialOptions(trial, given);
  const failures: Failure[] = [];
  let leaks: number | undefined;
  const hear = (event: RunEvent) => {
    if (event.type === 'failure') failures.push(event.failure);
    if (event.type === 'expectation') leaks = (leaks ?? 0) + (event.line.leaks ?? 0);
    if (event.type === 'step-started') step.progress(event.title);
  };
  const inner = new ScenarioContext(options, step.signal, hear);
  const seen: { -readonly [Key in keyof Seen]: Seen[Key] } = {
    ...{
      failure: undefined,
      leaks: undefined,
      pipeline: undefined,
      files: undefined,
      plan: undefined,
      collected: undefined,
    },
  };
  try {
    try {
      await tell(trial, inner, seen);
    } catch (error) {
      step.signal.throwIfAborted();
      if (error instanceof NothingToEdit) throw error;
      await inner.fail(error);
      seen.failure = failures[0] ?? failureOf(error);
    }
    return await judgeIt({ ...seen, leaks });
  } finally {
    await inner.release();
  }
}

async function trialOptions(trial: Trial, given: RunOptions): Promise<RunOptions> {
  const { environment = given.environment } = trial.options ?? {};
  if (environment.name !== given.environment.name)
    throw new Error(
      `"${trial.title}" is made for ${environment.name}: say with notOn why not for ${given.environment.name}.`,
    );
  const embedded = given.environment.name === 'embedded';
  const runId = embedded ? randomBytes(3).toString('hex') : given.runId;
  // Short: the pods' sockets lie below, whose paths have no room for more. `t`: elsewhere the id is that of the whole run.
  const runDirectory = join(given.runDirectory, embedded ? runId : `t${randomBytes(2).toString('hex')}`);
  await mkdir(runDirectory, { recursive: true });
  const options = { ...given, ...trial.options, runId, runDirectory, keep: false, evidence: undefined };
  return trial.change === undefined ? options : changeFiles(options, trial.change);
}

/** The run as the sampling scenario tells it. */
async function tell(
  trial: Trial,
  run: ScenarioContext,
  seen: { -readonly [Key in keyof Seen]: Seen[Key] },
): Promise<void> {
  const { options } = run;
  const files = await readFiles(options);
  seen.files = files;
  const plan = planTrial(options.seed, files.snapshot, trial);
  seen.plan = plan;
  run.withhold((text) => leakSearchFor(plan.traffic).holdsValue(text));
  const { midway, workloads } = trial;
  const half = Promise.withResolvers<Scene>();
  const replay = createReplay(plan.traffic, {
    ...(workloads && { workloads: workloads.length }),
    midway: midway && (async () => midway(await half.promise)),
  });
  const pipeline = await run.step('starting', async (step) => {
    const { routes = [], ...additions } = trial.additions ?? {};
    return run.own(await startPipeline(options, files, { ...additions, routes: [...routes, replay.route] }, step));
  });
  seen.pipeline = pipeline;
  await trial.before?.(pipeline, files);
  await run.step('applying manifests', (step) => applyManifests(pipeline, files, step, workloads));
  await run.step('awaiting the agents', (step) => awaitReady(pipeline, files, options, step));
  await run.step("awaiting Qtap's config", (step) => awaitConfig(pipeline, files, options, step));
  const collected = await run.step('sending traffic', async (step) => {
    const scene = { pipeline, files, options, plan, step };
    half.resolve(scene);
    await using _ = await trial.during?.(scene);
    await replayTraffic(pipeline, files, replay, options, step);
    return await observe(pipeline, files, plan, options, step, trial.openPatience);
  });
  seen.collected = collected;
  judge(run, files, collected);
}
