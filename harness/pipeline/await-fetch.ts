import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import type { Pipeline } from './pipeline.ts';
import { podsByRole } from './pod-role.ts';
import type { PipelineFiles } from './read-files.ts';

/** Milliseconds that Qtap waits after an announcement (reference, qplane.md, "Push"). The real one knows no other clock. */
const debounce = 5_000;

/**
 * Does what makes Qplane announce a change, and waits until every Qtap has fetched its config since. Throws `ScenarioFailure` where
 * one does not come.
 */
export async function awaitFetch<T>(
  { qplane: { state }, cluster, environment }: Pick<Pipeline, 'qplane' | 'cluster' | 'environment'>,
  files: PipelineFiles,
  options: RunOptions,
  step: Step,
  announce: () => T,
): Promise<T> {
  const pods = await Promise.all(files.deployment.namespaces.map((namespace) => cluster.pods(namespace)));
  const agents = podsByRole(pods.flat(), options).qtap;
  const before = state.calls('config').length;
  const changed = announce();
  const since = () =>
    new Set(
      state
        .calls('config')
        .slice(before)
        .flatMap(({ orgId, caller }) => (orgId ? [caller?.pod] : [])),
    );
  const signal = AbortSignal.any([step.signal, AbortSignal.timeout(debounce + environment.patience.ready)]);
  try {
    const fetched = () => agents.length > 0 && agents.every((name) => since().has(name));
    await state.waitFor(fetched, { signal, awaited: "Qtap's fetch of the config that has changed" });
  } catch (error) {
    step.signal.throwIfAborted();
    throw new ScenarioFailure(`${(error as Error).message} Look whether Qtap reaches the push channel.`);
  }
  step.note(`${agents.join(', ')} fetched the change`);
  return changed;
}
