import { projectPath } from '../project-paths.ts';
import type { AcceptedDifference } from './accepted-difference.ts';

/** What `docs/differences.md` must hold. */
export function differencesDocument(rows: readonly AcceptedDifference[]): string {
  const lines = rows.map(
    ({ environment, case: name, real, ours, reason }) =>
      `| ${[environment, `\`${name}\``, real, ours, reason].map(cell).join(' | ')} |`,
  );
  return `# Differences

Where an environment answers otherwise than the real one, each with the reason; \`npm run conformance\` finds no other.
Written from \`harness/conformance/accepted-differences.ts\` by \`npm run conformance -- --write-differences\`.

| environment | case | the real one | here | why it stays |
| --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}

export const differencesPath = projectPath('docs/differences.md');

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
