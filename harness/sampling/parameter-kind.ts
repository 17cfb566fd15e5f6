const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const date = /^\d{4}-\d{2}-\d{2}$/;
const timestamp = /^\d{10,}$/;
const hash = /^[0-9a-f]{24,}$/;
const integer = /^\d+$/;
const slug = /^[a-z0-9-]+$/;
const numberedSlug = /^[a-z0-9-]*-\d+$/;

/** The reference names the first four and "similar": the others are Stripe's documented ones. */
const prefixed =
  /^(?:cus|sub|pi|card|ch|in|prod|price|acct|evt|tok|src|pm|re|txn|req|si|ii|seti|cs|ba|py|po|tr)_[A-Za-z0-9]+$/;

export type ParameterKind = 'uuid' | 'date' | 'timestamp' | 'hash' | 'id' | 'slug' | 'param';

/** What a variable path segment is written as, tested in the classifier's order (reference, qtap-plugins.md section 1). */
export function parameterKind(segment: string): ParameterKind {
  if (uuid.test(segment)) return 'uuid';
  if (date.test(segment)) return 'date';
  if (timestamp.test(segment)) return 'timestamp';
  if (hash.test(segment)) return 'hash';
  if (prefixed.test(segment) || integerWithin(segment, [100, 9999])) return 'id';
  return slug.test(segment) ? 'slug' : 'param';
}

/** Whether a segment alone, without siblings to compare it with, is taken for a parameter. Years (2000 to 2099) are not. */
export function looksLikeParameter(segment: string): boolean {
  return (
    uuid.test(segment) ||
    date.test(segment) ||
    timestamp.test(segment) ||
    hash.test(segment) ||
    prefixed.test(segment) ||
    integerWithin(segment, [100, 1999], [2100, 9999]) ||
    numberedSlug.test(segment)
  );
}

function integerWithin(segment: string, ...ranges: readonly (readonly [number, number])[]): boolean {
  if (!integer.test(segment)) return false;
  const value = Number(segment);
  return value >= 100_000 || ranges.some(([least, most]) => value >= least && value <= most);
}
