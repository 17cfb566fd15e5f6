import { setTimeout as wait } from 'node:timers/promises';
import type { V1Deployment } from '@kubernetes/client-node';
import type { AgentRole } from '../diagnosis/facts.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { namespaceOf } from '../manifests/namespace-of.ts';
import { agentPods } from './agent-pods.ts';
import { patchAgent } from './patch-agent.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineFiles } from './read-files.ts';

/** Milliseconds between two looks. */
const glance = 100;

/**
 * Lets an agent's Deployment roll out anew, as `kubectl rollout restart` and `kubectl rollout status` do. Throws `ScenarioFailure` when the
 * deadline of its progress has passed, with why the new pod does not come.
 */
export async function rollOut(
  pipeline: Pick<Pipeline, 'cluster'>,
  files: Pick<PipelineFiles, 'deployment'>,
  role: AgentRole,
  signal: AbortSignal,
): Promise<void> {
  const manifest = files.deployment.agents.find((agent) => agent.role === role)?.manifest;
  if (manifest === undefined) return;
  const { object } = manifest;
  const restartedAt = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  await patchAgent(pipeline, files, role, { spec: { template: { metadata: { annotations: restartedAt } } } });
  for (;;) {
    const { metadata, spec, status } = await pipeline.cluster.read<V1Deployment>(object, namespaceOf(manifest));
    const { replicas = 1 } = spec ?? {};
    const isSeen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
    const counts = [status?.updatedReplicas, status?.availableReplicas, status?.replicas];
    if (isSeen && counts.every((count) => (count ?? 0) === replicas)) return;
    const progress = status?.conditions?.find(({ type }) => type === 'Progressing');
    if (isSeen && progress?.reason === 'ProgressDeadlineExceeded') {
      const pods = await agentPods(pipeline, files, role);
      const conditions = pods.flatMap((pod) => pod.status?.conditions ?? []);
      const unplaced = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
      const why =
        unplaced === undefined
          ? (progress.message ?? '')
          : `no node has room for a new pod beside the old one (${/Insufficient [\w./-]+/.exec(unplaced.message ?? '')?.[0] ?? unplaced.message}); let strategy.rollingUpdate take the old one away first (maxSurge 0, maxUnavailable 1), or add a node`;
      throw new ScenarioFailure(`The rollout of ${object.kind} ${object.metadata.name} hangs: ${why}.`, {
        positions: [manifest.locate(['spec', 'strategy'])],
        evidence: [`condition Progressing: ${progress.reason}: ${progress.message}`],
      });
    }
    await wait(glance, undefined, { signal });
  }
}
