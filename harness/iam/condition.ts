import { conditionOperators, negatedOperators } from './condition-operators.ts';
import type { PolicyContext } from './policy-pattern.ts';

/** Whether a request fulfils a condition block or a part of it. */
export type Condition = (context: PolicyContext) => boolean;

/** Why a condition cannot be compiled. */
export class ConditionProblem extends Error {
  override readonly name = 'ConditionProblem';
  readonly kind: 'operator' | 'value';

  constructor(kind: 'operator' | 'value', message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * Compiles one operator on one condition key. A key that the request lacks fails a positive operator and fulfils a negated
 * one. Source: IAM user guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued context
 * keys". Throws `ConditionProblem`.
 */
export function condition(operator: string, key: string, values: readonly string[]): Condition {
  const name = key.toLowerCase();
  const [, set, base = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (base === 'Null' && set === undefined && ifExists === undefined) {
    if (values.some((value) => !/^(true|false)$/i.test(value)))
      throw new ConditionProblem('value', 'Null takes "true" or "false"');
    return (context) => values.some((value) => (value.toLowerCase() === 'true') === !context.has(name));
  }
  const negated = negatedOperators.get(base);
  const compile = conditionOperators.get(negated ?? base);
  if (compile === undefined) {
    const known = [...conditionOperators.keys(), ...negatedOperators.keys(), 'Null'].join(', ');
    throw new ConditionProblem('operator', `${operator} is no condition operator; there are ${known}`);
  }
  const tests = values.map((value) => {
    const holds = compile(value);
    if (holds === undefined)
      throw new ConditionProblem('value', `${JSON.stringify(value)} is no value for ${operator}`);
    return holds;
  });
  const positive = negated === undefined;
  return (context) => {
    const actual = context.get(name) ?? [];
    if (actual.length === 0)
      return set === 'ForAllValues' || (set === undefined && (ifExists !== undefined || !positive));
    const fulfils = (value: string) => tests.some((holds) => holds(value, context)) === positive;
    return set === 'ForAllValues' || (set === undefined && !positive) ? actual.every(fulfils) : actual.some(fulfils);
  };
}
