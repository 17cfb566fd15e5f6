import type { PolicyContext } from './policy-pattern.ts';

/** What is asked of a policy. */
export interface PolicyQuestion {
  /** For example `s3:PutObject`; case is ignored. */
  readonly action: string;
  /** ARN, or `*` for an action that knows no resource. */
  readonly resource: string;
  readonly context: PolicyContext;
}

/** Who asks; undefined for nobody known. */
export type Caller = { readonly arn: string; readonly accountId: string } | undefined;

/** How a statement's principal names a caller: itself, or only through its account, which may then pass the right on. */
export type PrincipalMatch = 'itself' | 'its account' | 'not';

/** One compiled statement. */
export interface PolicyStatement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** As the document names them; those of `NotAction` with a `!` before. */
  readonly actions: readonly string[];
  /** The one of `actions` by which the statement applies to a question; undefined where it does not. */
  applies(question: PolicyQuestion): string | undefined;
  /** `itself` for everybody in a policy of a user. */
  names(caller: Caller): PrincipalMatch;
  /** Whether anybody at all is named, with no condition that narrows it. */
  readonly open: boolean;
}

/** A compiled policy. */
export interface Policy {
  readonly statements: readonly PolicyStatement[];
}

/** What some policies say together: a denial beats everything, and what nobody allows is implicitly denied. */
export type PolicyVerdict = 'allowed' | 'explicitly denied' | 'implicitly denied';

/**
 * Source: IAM user guide, "Policy evaluation logic". `onAllow` hears of each statement that allows, and by which of its
 * actions.
 */
export function evaluatePolicies(
  policies: Iterable<Policy>,
  question: PolicyQuestion,
  onAllow: (statement: PolicyStatement, action: string) => void = () => {},
): PolicyVerdict {
  const allowing: [PolicyStatement, string][] = [];
  for (const { statements } of policies) {
    for (const statement of statements) {
      const action = statement.applies(question);
      if (action === undefined) continue;
      if (statement.effect === 'Deny') return 'explicitly denied';
      allowing.push([statement, action]);
    }
  }
  for (const [statement, action] of allowing) onAllow(statement, action);
  return allowing.length > 0 ? 'allowed' : 'implicitly denied';
}

/** What a bucket's policy says to a caller; an allowance of its account only lets that account's own policies allow it. */
export type BucketVerdict = 'allowed' | 'allowed to its account' | 'explicitly denied' | 'silent';

export function evaluateBucketPolicy({ statements }: Policy, caller: Caller, question: PolicyQuestion): BucketVerdict {
  let verdict: BucketVerdict = 'silent';
  for (const statement of statements) {
    const named = statement.names(caller);
    if (named === 'not' || statement.applies(question) === undefined) continue;
    if (statement.effect === 'Deny') return 'explicitly denied';
    if (named === 'itself') verdict = 'allowed';
    else if (verdict === 'silent') verdict = 'allowed to its account';
  }
  return verdict;
}
