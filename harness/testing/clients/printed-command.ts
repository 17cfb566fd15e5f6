/** The command of an environment's output that begins so, with the lines on which it goes on. Throws where there is none. */
export function printedCommand(output: string, beginning: string): string {
  const lines = output.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`  ${beginning}`));
  if (first === -1) throw new Error(`No command begins with "${beginning}": ${output}`);
  const last = lines.findIndex((line, index) => index >= first && !line.endsWith('\\'));
  return lines.slice(first, last + 1).join('\n');
}
