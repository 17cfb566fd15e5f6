/** Width that a line of details may have: 80 columns less the report's margin. */
export const detailWidth = 74;

/** One line that names as many as fit and counts the rest; none if there are none. */
export function some(title: string, names: readonly string[], most = 3): string[] {
  if (names.length === 0) return [];
  for (let shown = Math.min(most, names.length); shown > 1; shown--) {
    const line = lineOf(title, names, shown);
    if (line.length <= detailWidth) return [line];
  }
  return [clip(lineOf(title, names, 1))];
}

/** Cuts a line that is too wide. */
export function clip(line: string): string {
  return line.length <= detailWidth ? line : `${line.slice(0, detailWidth - 1)}…`;
}

function lineOf(title: string, names: readonly string[], shown: number): string {
  const rest = names.length > shown ? `, and ${names.length - shown} more` : '';
  return `${title}: ${names.slice(0, shown).join(', ')}${rest}`;
}
