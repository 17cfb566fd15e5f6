import { causeFailure } from '../diagnosis/cause-failure.ts';
import { rootCause } from '../diagnosis/root-cause.ts';
import { EnvironmentError } from '../errors/environment-error.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import type { Replay } from '../traffic/replay/create-replay.ts';
import { trafficNamespace } from './apply-manifests.ts';
import { gatherFacts } from './gather-facts.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineFiles } from './read-files.ts';

/**
 * Sends the planned traffic through the cluster and waits for its end. Throws `ScenarioFailure` when an agent holds it up,
 * else `EnvironmentError` when it does not get on.
 */
export async function replayTraffic(
  pipeline: Pipeline,
  files: PipelineFiles,
  replay: Replay,
  options: RunOptions,
  step: Step,
): Promise<void> {
  const patience = pipeline.environment.patience.traffic;
  try {
    await gettingOn(replay.ready, replay, patience, step);
    replay.start();
    const { sent, failed, failures } = await gettingOn(replay.done, replay, patience, step);
    if (failed > 0) {
      throw new EnvironmentError(
        `${failed} of ${sent + failed} exchanges of the run's own traffic failed: ${failures[0]}`,
      );
    }
    step.note(`${sent.toLocaleString('en')} requests answered`);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const cause = rootCause(await gatherFacts(pipeline, files, options));
    if (cause !== undefined) throw causeFailure(cause, [error.message]);
    const pods = await pipeline.cluster.pods(trafficNamespace(pipeline.environment));
    const states = pods.map(({ metadata, status }) => `${metadata?.name} is ${status?.phase}`);
    throw new EnvironmentError(`${error.message} ${states.join(', ')}`);
  }
}

/** Waits as long as the replay's state changes within `patience`, in real milliseconds. */
async function gettingOn<T>(awaited: Promise<T>, replay: Replay, patience: number, step: Step): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let last = { state: replay.state(), at: performance.now() };
  const ticker = setInterval(() => {
    const state = replay.state();
    step.progress(state);
    if (state !== last.state) last = { state, at: performance.now() };
    else if (performance.now() - last.at > patience)
      reject(new EnvironmentError(`The run's own traffic is stuck: ${state}.`));
  }, 100);
  const abort = () => reject(step.signal.reason);
  step.signal.addEventListener('abort', abort);
  try {
    return await Promise.race([awaited, promise]);
  } finally {
    clearInterval(ticker);
    step.signal.removeEventListener('abort', abort);
  }
}
