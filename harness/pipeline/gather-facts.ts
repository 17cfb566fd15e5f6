import type { Facts } from '../diagnosis/facts.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Pipeline } from './pipeline.ts';
import { podLogs } from './pod-logs.ts';
import { podsByRole } from './pod-role.ts';
import type { PipelineFiles } from './read-files.ts';

/** What a diagnosis needs before all evidence is in: the agents' pods, their logs, and what the Edge saw. */
export async function gatherFacts(pipeline: Pipeline, files: PipelineFiles, options: RunOptions): Promise<Facts> {
  const { cluster, edge, environment } = pipeline;
  const { namespaces } = files.deployment;
  const pods = (await Promise.all(namespaces.map((namespace) => cluster.pods(namespace)))).flat();
  return {
    inputs: files.deployment,
    snapshot: files.snapshot,
    evidence: { exchanges: edge.journal.entries(), logs: await podLogs(cluster, pods), reports: [], objects: [] },
    blocked: environment.blockedConnections,
    pods: podsByRole(pods, options),
  };
}
