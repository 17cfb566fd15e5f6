import { isDeepStrictEqual } from 'node:util';
import { acceptedDifferences } from './accepted-differences.ts';
import type { RandomRequest } from './random-request.ts';
import type { Verdict } from './verdict.ts';

/** Whether two servers disagree about a request, beyond what is accepted. */
export function answersDiffer(request: RandomRequest, real: Verdict, ours: Verdict): boolean {
  if (isDeepStrictEqual(sorted(real), sorted(ours))) return false;
  return !acceptedDifferences.some(({ applies }) => applies(request, real, ours));
}

/** Keys in one order, since only lists have one. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, field]) => [name, sorted(field)]));
}
