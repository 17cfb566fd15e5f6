import { expect, test } from 'vitest';
import { condition } from './condition.ts';

/** As a policy writes it; spelt out so that no reader takes it for a template string. */
const variable = (name: string) => `$\{${name}}`;

type Values = Readonly<Record<string, string | readonly string[]>>;
const context = (values: Values) =>
  new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), [value].flat()] as const));

test.each<
  [operator: string, wanted: string | readonly string[], actual: string | readonly string[] | undefined, boolean]
>([
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', variable('aws:username'), 'jo', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', 'a', undefined, true],
  ['StringEqualsIgnoreCase', 'AbC', 'aBc', true],
  ['StringNotEqualsIgnoreCase', 'AbC', 'aBc', false],
  ['StringLike', 'a*', 'ab', true],
  ['StringLike', '*', undefined, false],
  ['StringLikeIfExists', 'a', undefined, true],
  ['StringLikeIfExists', 'a', 'b', false],
  ['StringNotLike', 'a*', 'ab', false],
  ['NumericEquals', '10', '10.0', true],
  ['NumericNotEquals', '10', '11', true],
  ['NumericLessThan', '10', '9', true],
  ['NumericLessThanEquals', '10', '11', false],
  ['NumericGreaterThan', '10', '10', false],
  ['NumericGreaterThanEquals', '10', '10', true],
  ['NumericEquals', '10', 'ten', false],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
  ['DateGreaterThan', '1767225600', '2026-01-01T00:00:01Z', true],
  ['DateEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
  ['DateNotEquals', '2026-01-01', '2026-01-01T00:00:00Z', false],
  ['Bool', 'true', 'True', true],
  ['BoolIfExists', 'false', undefined, true],
  ['Null', 'true', undefined, true],
  ['Null', 'false', '', true],
  ['IpAddress', ['10.0.0.0/8', '192.0.2.1'], '10.200.0.1', true],
  ['IpAddress', '192.0.2.1', '192.0.2.2', false],
  ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
  ['IpAddress', '10.0.0.0/8', '2001:db8::1', false],
  ['NotIpAddress', '10.0.0.0/8', '10.1.1.1', false],
  ['NotIpAddress', '10.0.0.0/8', '11.1.1.1', true],
  ['ArnLike', 'arn:aws:iam::*:user/*', 'arn:aws:iam::000000000000:user/a/b', true],
  ['ArnEquals', 'arn:aws:iam::*', 'arn:aws:iam::000000000000:user/a', false],
  ['ArnNotLike', 'arn:aws:iam::*:user/*', 'arn:aws:iam::000000000000:role/a', true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'b'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'y'], false],
  ['ForAnyValue:StringEquals', 'a', undefined, false],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'x'], false],
  ['ForAllValues:StringEquals', 'a', undefined, true],
  ['ForAllValues:StringNotLike', 'secret*', ['a', 'secret-b'], false],
  ['ForAnyValue:StringNotLike', 'secret*', ['a', 'secret-b'], true],
])('%s of %j to %j', (operator, wanted, actual, holds) => {
  const values: Values = { 'aws:username': 'jo', ...(actual === undefined ? {} : { 's3:Key': actual }) };
  expect(condition(operator, 'S3:key', [wanted].flat())(context(values))).toBe(holds);
});

test.each([
  ['IpAdress', '10.0.0.0/8', 'operator'],
  ['NullIfExists', 'true', 'operator'],
  ['ForSomeValue:StringEquals', 'a', 'operator'],
  ['IpAddress', '10.0.0.300', 'value'],
  ['NumericLessThan', 'ten', 'value'],
  ['DateLessThan', 'tomorrow', 'value'],
  ['Null', 'maybe', 'value'],
])('%s with %j is none', (operator, wanted, kind) => {
  expect(() => condition(operator, 'aws:username', [wanted])).toThrow(expect.objectContaining({ kind }));
});
