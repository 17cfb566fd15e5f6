import { agentContainer, type Cause, type Facts } from '../facts.ts';

/** QScan reports its jobs as failed, for a reason of no kind that is known better. */
export function scanJobsFail(facts: Facts): Cause | undefined {
  const errors = facts.evidence.reports.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const [first] = errors;
  if (first === undefined) return undefined;
  const container = agentContainer(facts, 'qscan');
  return {
    sentence: `QScan reports ${errors.length} of ${facts.evidence.reports.length} scan jobs as failed: ${first}`,
    positions: container ? [container.manifest.locate(container.path)] : [],
    evidence: [],
  };
}
