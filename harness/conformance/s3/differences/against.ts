import type { AcceptedDifference } from '../../accepted-difference.ts';

/** Cases of one group in which a document decides against LocalStack: `reason` is where it stands. */
export function against(
  group: string,
  reason: string,
  real: string,
  ours: string,
  cases: readonly string[],
): AcceptedDifference[] {
  return cases.map((name) => ({ case: `${group}: ${name}`, environment: 'localstack', real, ours, reason }));
}
