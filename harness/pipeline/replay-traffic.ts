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
  // An agent with much to do takes the end of the traffic late, and is not stuck as long as it reports.
  const moved = () => `${replay.state()}, ${pipeline.pulse.state.events().length} events`;
  try {
    await gettingOn(replay.ready, { replay, moved, patience, step });
    replay.start();
    const { sent, failed, failures } = await gettingOn(replay.done, { replay, moved, patience, step });
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

interface GettingOn {
  readonly replay: Replay;
  /** Another text as soon as anything has moved. */
  readonly moved: () => string;
  /** Real milliseconds. */
  readonly patience: number;
  readonly step: Step;
}

/** Waits as long as something moves within `patience`. */
async function gettingOn<T>(awaited: Promise<T>, { replay, moved, patience, step }: GettingOn): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let last = { state: moved(), at: performance.now() };
  const ticker = setInterval(() => {
    const state = moved();
    step.progress(replay.state());
    if (state !== last.state) last = { state, at: performance.now() };
    else if (performance.now() - last.at > patience)
      reject(new EnvironmentError(`The run's own traffic is stuck: ${replay.state()}.`));
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
