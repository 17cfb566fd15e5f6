import type { AgentRole } from '../diagnosis/facts.ts';
import type { Pod } from '../kubernetes/cluster-client.ts';
import { agentPods } from '../pipeline/agent-pods.ts';
import type { Seen } from './trial.ts';

/** The pods of an agent as the cluster has them now; none where the trial came to no cluster. */
export async function podsOf({ pipeline, files }: Pick<Seen, 'pipeline' | 'files'>, role: AgentRole): Promise<Pod[]> {
  return pipeline === undefined || files === undefined ? [] : await agentPods(pipeline, files, role);
}
