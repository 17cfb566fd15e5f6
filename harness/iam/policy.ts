import type { PolicyContext } from './policy-pattern.ts';

/** What is asked of a policy. */
export interface PolicyQuestion {
  /** For example `s3:PutObject`; case is ignored. */
  readonly action: string;
  /** ARN, or `*` for an action that knows no resource. */
  readonly resource: string;
  readonly context: PolicyContext;
}

/** One compiled statement. */
export interface PolicyStatement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  applies(question: PolicyQuestion): boolean;
}

/** A compiled identity-based policy. */
export interface Policy {
  readonly statements: readonly PolicyStatement[];
}

/** What some policies say together: a denial beats everything, and what nobody allows is implicitly denied. */
export type PolicyVerdict = 'allowed' | 'explicitly denied' | 'implicitly denied';

/** Source: IAM user guide, "Policy evaluation logic". */
export function evaluatePolicies(policies: Iterable<Policy>, question: PolicyQuestion): PolicyVerdict {
  let verdict: PolicyVerdict = 'implicitly denied';
  for (const { statements } of policies) {
    for (const statement of statements) {
      if (!statement.applies(question)) continue;
      if (statement.effect === 'Deny') return 'explicitly denied';
      verdict = 'allowed';
    }
  }
  return verdict;
}
