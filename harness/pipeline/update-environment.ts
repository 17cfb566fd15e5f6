import type { EnvironmentModel } from '../../mocks/qplane/model/environment-model.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import type { Pipeline } from './pipeline.ts';
import { podsByRole } from './pod-role.ts';
import type { PipelineFiles } from './read-files.ts';
import { withModel } from './with-model.ts';

/** Milliseconds that Qtap waits after an announcement (reference, qplane.md, "Push"). The real one knows no other clock. */
const debounce = 5_000;

/**
 * Changes what the run's environment is set up as, as somebody does in Qplane's UI, and waits until every Qtap has fetched it. The
 * answer has the new snapshot. Throws `InputError` for a model that cannot be served, `ScenarioFailure` where a Qtap does not come.
 */
export async function updateEnvironment(
  pipeline: Pipeline,
  files: PipelineFiles,
  change: (model: EnvironmentModel) => EnvironmentModel,
  options: RunOptions,
  step: Step,
): Promise<PipelineFiles> {
  const { qplane, cluster, environment } = pipeline;
  const { state } = qplane;
  const pods = await Promise.all(files.deployment.namespaces.map((namespace) => cluster.pods(namespace)));
  const agents = podsByRole(pods.flat(), options).qtap;
  const before = state.calls('config').length;
  const model = state.update(files.deployment.registrationToken, change);
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
  return withModel(files, model, step);
}
