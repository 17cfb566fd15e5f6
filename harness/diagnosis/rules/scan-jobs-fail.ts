import { ownStore } from '../../snapshot/store-in-force.ts';
import { agentContainer, type Cause, type Facts } from '../facts.ts';
import { readRemedy } from '../read-remedy.ts';
import { storePosition } from '../store-position.ts';

/** QScan reports its jobs as failed, for a reason of no kind that is known better. */
export function scanJobsFail(facts: Facts): Cause | undefined {
  const errors = facts.evidence.reports.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const [first] = errors;
  if (first === undefined) return undefined;
  const container = agentContainer(facts, 'qscan');
  const store = ownStore(facts.snapshot);
  const { remedy, field } = (store && readRemedy(first, { ...store, grants: facts.grants })) ?? {};
  return {
    sentence: `QScan reports ${errors.length} of ${facts.evidence.reports.length} scan jobs as failed: ${first}${remedy ? `; ${remedy}.` : ''}`,
    positions: [
      ...(store && field ? [storePosition(facts.snapshot, store, field)] : []),
      ...(container ? [container.manifest.locate(container.path)] : []),
    ],
    evidence: [],
  };
}
