import type { AgentRole } from '../diagnosis/facts.ts';
import type { Pod } from '../kubernetes/cluster-client.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { imageRole } from './image-roles.ts';

/** Which agent a pod runs; undefined for a pod of something else. */
export function podRole(pod: Pod, options: RunOptions): AgentRole | undefined {
  const roles = (pod.spec?.containers ?? []).map(({ image }) => imageRole(image ?? '', options.images));
  return roles.find((role) => role === 'qtap' || role === 'qscan');
}

/** Names of the pods of each agent. */
export function podsByRole(pods: readonly Pod[], options: RunOptions): Record<AgentRole, string[]> {
  const named = (role: AgentRole) =>
    pods.filter((pod) => podRole(pod, options) === role).map(({ metadata }) => metadata?.name ?? '');
  return { qtap: named('qtap'), qscan: named('qscan') };
}
