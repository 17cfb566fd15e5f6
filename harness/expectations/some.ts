/** A line that names the first few of many; none if there are none. */
export function some(title: string, names: readonly string[], most = 3): string[] {
  if (names.length === 0) return [];
  const rest = names.length > most ? `, and ${names.length - most} more` : '';
  return [`${title}: ${names.slice(0, most).join(', ')}${rest}`];
}
