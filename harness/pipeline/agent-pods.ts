import type { AgentRole } from '../diagnosis/facts.ts';
import { podManifest } from '../diagnosis/pod-manifest.ts';
import type { Pod } from '../kubernetes/cluster-client.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineFiles } from './read-files.ts';

/** The pods that the user's manifests make for an agent, as they are now; those on their way out are none. */
export async function agentPods(
  { cluster }: Pick<Pipeline, 'cluster'>,
  { deployment }: Pick<PipelineFiles, 'deployment'>,
  role: AgentRole,
): Promise<Pod[]> {
  const pods = (await Promise.all(deployment.namespaces.map((namespace) => cluster.pods(namespace)))).flat();
  const own = deployment.agents.filter((agent) => agent.role === role).map(({ manifest }) => manifest);
  return pods.filter((pod) => {
    const manifest = podManifest(pod, deployment.manifests);
    return manifest !== undefined && own.includes(manifest) && pod.metadata?.deletionTimestamp === undefined;
  });
}
