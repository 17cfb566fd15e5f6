import { MalformedPolicyError } from './malformed-policy-error.ts';
import { type PolicyContext, policyPattern } from './policy-pattern.ts';

/** Whether a request fulfils a condition block or a part of it. */
export type Condition = (context: PolicyContext) => boolean;

type Test = (wanted: string) => (actual: string, context: PolicyContext) => boolean;

const numeric =
  (compare: (actual: number, wanted: number) => boolean): Test =>
  (wanted) =>
  (actual) =>
    compare(Number(actual), Number(wanted));

/** Positive operators; each but the numeric inequalities has its negation, for example `StringNotLike`. */
const tests: Readonly<Record<string, Test>> = {
  StringEquals: (wanted) => policyPattern(wanted, { wildcards: false }),
  StringEqualsIgnoreCase: (wanted) => policyPattern(wanted, { wildcards: false, ignoreCase: true }),
  StringLike: (wanted) => policyPattern(wanted),
  ArnEquals: (wanted) => policyPattern(wanted),
  ArnLike: (wanted) => policyPattern(wanted),
  Bool: (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: numeric((actual, wanted) => actual === wanted),
  NumericLessThan: numeric((actual, wanted) => actual < wanted),
  NumericLessThanEquals: numeric((actual, wanted) => actual <= wanted),
  NumericGreaterThan: numeric((actual, wanted) => actual > wanted),
  NumericGreaterThanEquals: numeric((actual, wanted) => actual >= wanted),
};

const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

/** Operators that are evaluated; each also with `IfExists`. */
const conditionOperators = [...Object.keys(tests), ...Object.keys(negations), 'Null'];

/**
 * Compiles one operator on one condition key. A key that the request lacks fails a positive operator and fulfils a negated
 * one. Source: IAM user guide, "IAM JSON policy elements: Condition operators". Throws `MalformedPolicyError`.
 */
export function condition(operator: string, key: string, values: readonly string[], place: string): Condition {
  const name = key.toLowerCase();
  if (operator === 'Null')
    return (context) => values.some((value) => (value.toLowerCase() === 'true') === !context.has(name));
  const ifExists = operator.endsWith('IfExists');
  const base = ifExists ? operator.slice(0, -'IfExists'.length) : operator;
  const negated = negations[base];
  const test = tests[negated ?? base];
  if (test === undefined) {
    throw new MalformedPolicyError(
      `${place}: condition operator ${operator} is not evaluated here; use one of ${conditionOperators.join(', ')}, or leave the condition out.`,
    );
  }
  const compiled = values.map((value) => test(value));
  return (context) => {
    const actual = context.get(name);
    if (actual === undefined) return ifExists || negated !== undefined;
    return compiled.some((matches) => matches(actual, context)) === (negated === undefined);
  };
}
