/**
 * Last words of a field's name that say that its digits are something else, whatever the words before: a `cell_count` is no cell
 * phone, a `driver_version` no driver.
 */
const others: ReadonlySet<string> = new Set([
  ...['balance', 'amount', 'total', 'count', 'size', 'length', 'version', 'age'],
  ...['at', 'date', 'time', 'timestamp', 'expires', 'expiry', 'expiration'],
]);

/** Whether a field is named for another kind of number; `more` are further last words that say so. */
export function isNamedForOther(ownWords: readonly string[], more?: ReadonlySet<string>): boolean {
  const named = ownWords.at(-1);
  return named !== undefined && (others.has(named) || more?.has(named) === true);
}
