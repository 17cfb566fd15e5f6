import { causeFailure } from '../diagnosis/cause-failure.ts';
import { startUpCause } from '../diagnosis/root-cause.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import { gatherFacts } from './gather-facts.ts';
import type { Pipeline } from './pipeline.ts';
import { podsByRole } from './pod-role.ts';
import type { PipelineFiles } from './read-files.ts';

/** Waits until Qtap has taken its config from the run's Qplane. Throws `ScenarioFailure` with the reason why it did not. */
export async function awaitConfig(
  pipeline: Pipeline,
  files: PipelineFiles,
  options: RunOptions,
  step: Step,
): Promise<void> {
  const { qplane, cluster, environment } = pipeline;
  const pods = await Promise.all(files.deployment.namespaces.map((namespace) => cluster.pods(namespace)));
  const agents = podsByRole(pods.flat(), options).qtap;
  const fetched = () =>
    new Set(qplane.state.calls('config').flatMap(({ orgId, caller }) => (orgId === undefined ? [] : [caller?.pod])));
  const complete = () => agents.length > 0 && agents.every((name) => fetched().has(name));
  try {
    const signal = AbortSignal.any([step.signal, AbortSignal.timeout(environment.patience.config)]);
    await qplane.state.waitFor(complete, { signal, awaited: "Qtap's fetch of its config" });
    step.note(`${agents.join(', ')} ${agents.length === 1 ? 'runs' : 'run'} on this snapshot`);
  } catch (error) {
    step.signal.throwIfAborted();
    const facts = await gatherFacts(pipeline, files, options);
    if (facts.pods.qtap.length === 0) {
      throw new ScenarioFailure(
        'None of the manifests runs Qtap, so nothing is captured: say which image it is with --image PATTERN=qtap.',
        { evidence: files.deployment.manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`) },
      );
    }
    const cause = startUpCause(facts, 'qtap');
    throw cause === undefined ? new ScenarioFailure((error as Error).message) : causeFailure(cause);
  }
}
