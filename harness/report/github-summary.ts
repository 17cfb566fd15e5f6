import { duration } from './duration.ts';
import type { RunRecord } from './run-recorder.ts';
import type { SuiteParts } from './suite-parts.ts';

/** Markdown for the page of a workflow's run (`GITHUB_STEP_SUMMARY`): a row a scenario and round. */
export function githubSummary(records: readonly RunRecord[], { leftOut }: SuiteParts): string {
  const rows = records.map(({ name, round, ok, milliseconds, seed, failure }) => [
    round === 0 ? name : `${name}, round ${round + 1}`,
    ok ? 'green' : 'red',
    duration(milliseconds),
    String(seed),
    failure?.cause ?? '',
  ]);
  const others = leftOut.map(({ name, reason }) => [name, 'left out', '', '', reason]);
  const lines = [['scenario', 'verdict', 'time', 'seed', 'cause'], Array(5).fill('---'), ...rows, ...others];
  return `### Scenarios\n\n${lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')}\n\n`;
}

function cell(text: string): string {
  return text.replace(/[\\`*_[\]<>|&]/g, (mark) => `&#${mark.charCodeAt(0)};`).replace(/\s+/g, ' ');
}
