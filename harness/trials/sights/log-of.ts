import type { AgentRole } from '../../diagnosis/facts.ts';
import type { CollectedEvidence } from '../../pipeline/collect-evidence.ts';

/** What the pods of an agent logged, all of it, one after the other. */
export function logOf({ evidence, pods }: CollectedEvidence, role: AgentRole): string {
  return evidence.logs
    .filter(({ pod }) => pods[role].includes(pod))
    .map(({ text }) => text)
    .join('');
}
