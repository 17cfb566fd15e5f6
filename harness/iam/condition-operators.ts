import { BlockList, isIP } from 'node:net';
import { type PolicyContext, type PolicyPattern, policyPattern } from './policy-pattern.ts';

/** Compares one value of a request with one of a policy; undefined where the policy's value cannot be one of its kind. */
type Operator = (wanted: string) => ((actual: string, context: PolicyContext) => boolean) | undefined;

type Order = (actual: number, wanted: number) => boolean;
const orders: Readonly<Record<string, Order>> = {
  Equals: (actual, wanted) => actual === wanted,
  LessThan: (actual, wanted) => actual < wanted,
  LessThanEquals: (actual, wanted) => actual <= wanted,
  GreaterThan: (actual, wanted) => actual > wanted,
  GreaterThanEquals: (actual, wanted) => actual >= wanted,
};

function ordered(kind: string, read: (text: string) => number): [string, Operator][] {
  return Object.entries(orders).map(([order, holds]) => [
    `${kind}${order}`,
    (wanted) => {
      const limit = read(wanted);
      return Number.isNaN(limit) ? undefined : (actual) => holds(read(actual), limit);
    },
  ]);
}

/** Positive operators by name. Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
export const conditionOperators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['StringEquals', (wanted) => policyPattern(wanted, { wildcards: false })],
  ['StringEqualsIgnoreCase', (wanted) => policyPattern(wanted, { wildcards: false, ignoreCase: true })],
  ['StringLike', (wanted) => policyPattern(wanted)],
  ['ArnEquals', arnPattern],
  ['ArnLike', arnPattern],
  ['BinaryEquals', (wanted) => (actual) => actual === wanted],
  ['Bool', (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase()],
  ['IpAddress', addressRange],
  ...ordered('Numeric', readNumber),
  ...ordered('Date', readDate),
]);

/** Negated operators and what they negate. */
export const negatedOperators: ReadonlyMap<string, string> = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NotIpAddress', 'IpAddress'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
]);

/** Each of the six parts of an ARN is compared for itself: a `*` does not reach beyond a colon. */
function arnPattern(wanted: string): PolicyPattern {
  const patterns = arnParts(wanted).map((part) => policyPattern(part));
  return (actual, context) => {
    const parts = arnParts(actual);
    return parts.length === patterns.length && patterns.every((fits, index) => fits(parts[index] ?? '', context));
  };
}

function arnParts(arn: string): string[] {
  const parts = arn.replace(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(':', '\0')).split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')].map((part) => part.replaceAll('\0', ':'));
}

function addressRange(wanted: string): ((actual: string) => boolean) | undefined {
  const [address = '', length] = wanted.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) return undefined;
  const list = new BlockList();
  list.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
  return (actual) => isIP(actual) !== 0 && list.check(actual, isIP(actual) === 4 ? 'ipv4' : 'ipv6');
}

function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** ISO 8601, or seconds since the epoch. */
function readDate(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) && text.length > 4 ? Number(text) * 1000 : Date.parse(text);
}
