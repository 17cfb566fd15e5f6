import { startUpCause } from '../diagnosis/root-cause.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import { roleOf } from './collect-evidence.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineFiles } from './read-files.ts';

/** A ready Qtap has its config already: it fetches it before its status port opens (reference, qplane.md section 6). */
const patience = 1_000;

/** Waits until Qtap has taken its config from the run's Qplane. Throws `ScenarioFailure` with the reason why it did not. */
export async function awaitConfig(
  pipeline: Pipeline,
  files: PipelineFiles,
  options: RunOptions,
  step: Step,
): Promise<void> {
  const { qplane, cluster, edge } = pipeline;
  const fetched = () =>
    qplane.state.calls('config').filter(({ orgId, caller }) => orgId !== undefined && caller !== undefined);
  try {
    const signal = AbortSignal.any([step.signal, AbortSignal.timeout(patience)]);
    await qplane.state.waitFor(() => fetched().length > 0, { signal, awaited: "Qtap's fetch of its config" });
    step.note(`${[...new Set(fetched().map(({ caller }) => caller?.pod))].join(', ')} runs on this snapshot`);
  } catch (error) {
    step.signal.throwIfAborted();
    const pods = (await Promise.all(files.deployment.namespaces.map((namespace) => cluster.pods(namespace)))).flat();
    const named = (role: 'qtap' | 'qscan') =>
      pods.filter((pod) => roleOf(pod, options) === role).map((pod) => pod.metadata?.name ?? '');
    if (named('qtap').length === 0) {
      throw new ScenarioFailure(
        'None of the manifests runs Qtap, so nothing is captured: say which image it is with --image PATTERN=qtap.',
        {
          evidence: files.deployment.manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`),
        },
      );
    }
    const logs = await Promise.all(
      pods.flatMap((pod) =>
        (pod.spec?.containers ?? []).map(async ({ name }) => ({
          pod: pod.metadata?.name ?? '',
          container: name,
          text: await cluster.log(pod.metadata?.namespace ?? '', pod.metadata?.name ?? '', name),
        })),
      ),
    );
    const facts = {
      inputs: files.deployment,
      snapshot: files.snapshot,
      evidence: { exchanges: edge.journal.entries(), logs, reports: [], objects: [] },
      pods: { qtap: named('qtap'), qscan: named('qscan') },
    };
    const cause = startUpCause(facts, 'qtap');
    if (cause === undefined) throw new ScenarioFailure((error as Error).message);
    throw new ScenarioFailure(cause.sentence, { positions: cause.positions, evidence: cause.evidence });
  }
}
