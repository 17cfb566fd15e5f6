import type { Pod } from '../kubernetes/cluster-client.ts';
import type { Seen } from './trial.ts';

/** The pods of an agent as the cluster has them now. */
export async function podsOf(
  { pipeline, files }: Pick<Seen, 'pipeline' | 'files'>,
  role: 'qtap' | 'qscan',
): Promise<Pod[]> {
  const agents = files?.deployment.agents.filter((agent) => agent.role === role) ?? [];
  const each = agents.map(async ({ namespace, container }) => {
    const pods = (await pipeline?.cluster.pods(namespace)) ?? [];
    return pods.filter(({ spec }) => spec?.containers.some(({ name }) => name === container.name));
  });
  return (await Promise.all(each)).flat();
}
