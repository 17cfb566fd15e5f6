/** An object key for a report: a digest shortened, anything else withheld, since nobody knows what it was made of. */
export function keyName(key: string | undefined): string {
  return key !== undefined && /^[0-9a-f]{40}$/.test(key) ? `${key.slice(0, 12)}…` : 'a key that is no SHA-1';
}
