import { EnvironmentError } from '../errors/environment-error.ts';
import type { Step } from '../scenario/scenario-context.ts';
import type { Replay } from '../traffic/replay/create-replay.ts';
import { trafficNamespace } from './apply-manifests.ts';
import type { Pipeline } from './pipeline.ts';

/** Real milliseconds for the workload to come up, and for each further exchange at worst. */
const patience = { ready: 10_000, done: 60_000 };

/** Sends the planned traffic through the cluster and waits for its end. */
export async function replayTraffic(pipeline: Pipeline, replay: Replay, step: Step): Promise<void> {
  await within(replay.ready, patience.ready, pipeline, replay, step);
  replay.start();
  const { sent, failed } = await within(replay.done, patience.done, pipeline, replay, step);
  if (failed > 0)
    throw new EnvironmentError(`${failed} of ${sent + failed} exchanges of the run's own traffic failed.`);
  step.note(`${sent.toLocaleString('en')} requests answered`);
}

async function within<T>(
  awaited: Promise<T>,
  patience: number,
  pipeline: Pipeline,
  replay: Replay,
  step: Step,
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const ticker = setInterval(() => step.progress(replay.state()), 100);
  const timer = setTimeout(
    () => reject(new EnvironmentError(`The run's own traffic is stuck: ${replay.state()}.`)),
    patience,
  );
  const abort = () => reject(step.signal.reason);
  step.signal.addEventListener('abort', abort);
  try {
    return await Promise.race([awaited, promise]);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const pods = await pipeline.cluster.pods(trafficNamespace);
    const states = pods.map(({ metadata, status }) => `${metadata?.name} is ${status?.phase}`);
    throw new EnvironmentError(`${error.message} ${states.join(', ')}`);
  } finally {
    clearInterval(ticker);
    clearTimeout(timer);
    step.signal.removeEventListener('abort', abort);
  }
}
