import type { AgentRole } from '../diagnosis/facts.ts';
import { namespaceOf } from '../manifests/namespace-of.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineFiles } from './read-files.ts';

/** Changes the object whose pods run an agent while it runs, by a merge patch, as `kubectl scale` does. */
export async function patchAgent(
  { cluster }: Pick<Pipeline, 'cluster'>,
  { deployment }: Pick<PipelineFiles, 'deployment'>,
  role: AgentRole,
  changes: object,
): Promise<void> {
  const manifest = deployment.agents.find((agent) => agent.role === role)?.manifest;
  if (manifest !== undefined) await cluster.patch(manifest.object, namespaceOf(manifest), changes);
}
