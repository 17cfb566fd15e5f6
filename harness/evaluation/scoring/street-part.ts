/** What follows a street in another line or behind a comma and still belongs to it. */
const unit =
  /^\s*(?:#|(?:apartment|apt|suite|ste|unit|floor|flat|fl|room|rm|building|bldg|block|level|lot|no|po box|p\.?o\.? box)\b)/i;
const postalCode = /(?:[,\n]|\b[A-Z]{2})\s*\d{5}(?:-\d{4})?\b|[,\n]\s*[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/;

/**
 * Where the street ends in an address that goes on with town and postal code, in UTF-16 units. Undefined: it does not go on so
 * (one line, no postal code), and is what it is.
 */
export function streetPart(address: string): number | undefined {
  if (!address.includes('\n') && !postalCode.test(address)) return undefined;
  const parts = [...address.matchAll(/[^,\n]+/g)];
  let end = 0;
  for (const { 0: part, index } of parts) {
    const before = address.slice(0, end);
    const isWhole = /\d/.test(before) && /\p{L}{3}/u.test(before.replace(unit, ''));
    if (isWhole && !unit.test(part)) break;
    end = index + part.trimEnd().length;
  }
  return end < address.trimEnd().length ? end : undefined;
}
