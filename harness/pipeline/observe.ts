import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import { trafficNamespace } from './apply-manifests.ts';
import { type CollectedEvidence, collectEvidence } from './collect-evidence.ts';
import type { Pipeline } from './pipeline.ts';
import type { RunPlan } from './plan-run.ts';
import type { PipelineFiles } from './read-files.ts';
import { settle } from './settle.ts';
import { usedRights } from './used-rights.ts';

/**
 * Waits until what was sampled is stored, scanned and reported, or nothing moves any more, and gathers the evidence.
 * `openPatience`: real milliseconds more for which a job may be out, where jobs are handed out again.
 */
export async function observe(
  pipeline: Pipeline,
  files: PipelineFiles,
  plan: RunPlan,
  options: RunOptions,
  step: Step,
  openPatience = 0,
): Promise<CollectedEvidence> {
  const { pulse, edge, cluster, environment, store, iam, agentKey } = pipeline;
  await settle(pulse, edge.journal, {
    artifacts: plan.scanInputs + plan.transactions,
    jobs: plan.scanInputs,
    patience: environment.patience.evidence,
    openPatience,
    signal: step.signal,
    onProgress: step.progress,
  });
  step.progress('gathering evidence');
  const collected = await collectEvidence({
    options,
    files,
    plan,
    cluster,
    namespaces: [...new Set([...files.deployment.namespaces, trafficNamespace(environment)])],
    pulse,
    journal: edge.journal,
    blocked: environment.blockedConnections,
    objects: async () => (!store?.bucket ? [] : environment.storedObjects(store.bucket)),
    grants: (action, resource) =>
      iam.authorize({ accessKeyId: agentKey.accessKeyId, action, resource, context: {} }).allowed,
  });
  const { objects, reports } = collected.evidence;
  step.note(`${objects.length} objects in the bucket, ${reports.length} scan reports`);
  for (const user of iam.usage()) step.note(usedRights(user));
  return collected;
}
