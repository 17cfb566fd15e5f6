import { S3Error } from '../../errors/s3-error.ts';

/** What a policy allows of the size of a file, in bytes. */
export interface SizeRange {
  readonly least: number;
  readonly most: number;
}

/** Fields that a policy need not name. Source: S3 API reference, "Creating a POST policy". */
const exempt = ['x-amz-signature', 'file', 'policy', 'awsaccesskeyid', 'signature'];

/**
 * Holds the fields of a form to its policy; gives the sizes that it allows. `fields` by lower-case name, `bucket` among them.
 * Throws `InvalidPolicyDocument`, `AccessDenied`.
 */
export function requirePolicy(policy: string, fields: ReadonlyMap<string, string>, now: number): SizeRange {
  const { expiration, conditions } = parse(policy);
  const denied = (what: string) => new S3Error('AccessDenied', { message: `Invalid according to Policy: ${what}` });
  if (expiration <= now) throw denied('Policy expired.');
  const named = new Set<string>();
  let range: SizeRange = { least: 0, most: Number.POSITIVE_INFINITY };
  for (const condition of conditions) {
    if (condition.kind === 'content-length-range') {
      range = condition;
      continue;
    }
    const value = fields.get(condition.field) ?? '';
    named.add(condition.field);
    const holds = condition.kind === 'eq' ? value === condition.value : value.startsWith(condition.value);
    if (!holds) {
      const shown = [condition.kind, `$${condition.field}`, condition.value].map((part) => JSON.stringify(part));
      throw denied(`Policy Condition failed: [${shown.join(', ')}]`);
    }
  }
  const extra = [...fields.keys()].filter(
    (name) => !named.has(name) && !exempt.includes(name) && !name.startsWith('x-ignore-') && name !== 'bucket',
  );
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
  return range;
}

type Condition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | ({ readonly kind: 'content-length-range' } & SizeRange);

function parse(policy: string): { expiration: number; conditions: Condition[] } {
  const invalid = (what: string) => new S3Error('InvalidPolicyDocument', { message: `Invalid Policy: ${what}` });
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(policy, 'base64').toString('utf8'));
  } catch {
    throw invalid('Invalid JSON.');
  }
  if (typeof document !== 'object' || document === null) throw invalid('Invalid JSON.');
  const { expiration, conditions } = document as { expiration?: unknown; conditions?: unknown };
  if (typeof expiration !== 'string') throw invalid('Policy missing expiration.');
  const time = Date.parse(expiration);
  if (Number.isNaN(time)) throw invalid(`Invalid 'expiration' value: '${expiration}'`);
  if (!Array.isArray(conditions)) throw invalid('Policy missing conditions.');
  return { expiration: time, conditions: conditions.flatMap((condition) => parseCondition(condition, invalid)) };
}

function parseCondition(condition: unknown, invalid: (what: string) => S3Error): Condition[] {
  if (Array.isArray(condition)) {
    const [kind, first, second] = condition as unknown[];
    const operator = String(kind).toLowerCase();
    if (operator === 'content-length-range' && condition.length === 3) {
      const [least, most] = [Number(first), Number(second)];
      if (Number.isInteger(least) && Number.isInteger(most)) return [{ kind: operator, least, most }];
    }
    if (
      (operator === 'eq' || operator === 'starts-with') &&
      typeof first === 'string' &&
      first.startsWith('$') &&
      typeof second === 'string'
    )
      return [{ kind: operator, field: first.slice(1).toLowerCase(), value: second }];
  } else if (typeof condition === 'object' && condition !== null) {
    const entries = Object.entries(condition);
    if (entries.length === 1 && entries.every(([, value]) => typeof value === 'string'))
      return entries.map(([name, value]) => ({ kind: 'eq', field: name.toLowerCase(), value: String(value) }));
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  throw invalid('Invalid JSON.');
}
