import type { Evidence } from '../evidence.ts';
import type { Fate } from './fates.ts';

/** The evidence as if nothing but what was reported had been sent: what is found in it is judged as in a run without outages. */
export function onlyReported(evidence: Evidence, fates: readonly Fate[]): Evidence {
  const reported = fates.filter(({ kind }) => kind === 'reported');
  const ids = new Set(reported.map(({ exchange }) => exchange));
  const digests = new Set(reported.map(({ digest }) => digest));
  const kept = evidence.plan.exchanges.map(({ id }) => ids.has(id));
  return {
    ...evidence,
    plan: { ...evidence.plan, exchanges: evidence.plan.exchanges.filter((_, index) => kept[index]) },
    decisions: evidence.decisions.filter((_, index) => kept[index]),
    objects: evidence.objects.filter(({ key }) => digests.has(key)),
    reports: evidence.reports.filter(({ digest }) => digests.has(digest)),
  };
}
