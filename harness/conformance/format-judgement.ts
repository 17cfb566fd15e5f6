import type { Judgement } from './judge.ts';
import type { CaseResult } from './run-suite.ts';

/** One line about a group that has run. */
export function formatGroup(name: string, results: readonly CaseResult[]): string {
  const skipped = results.filter(({ state }) => state === 'skipped').length;
  const counts = `${results.length - skipped} asked${skipped ? `, ${skipped} skipped` : ''}`;
  return `  ${name.padEnd(40)} ${counts}`;
}

/** Every difference as a small diff, what was skipped and why, and the sum. */
export function formatJudgement({ passed, accepted, failures, skipped }: Judgement): string {
  const reasons = Map.groupBy(skipped, ({ why }) => why);
  const lines = [
    ...failures.flatMap(({ key, lines }) => ['', key, ...lines.map((line) => `  ${line}`)]),
    '',
    ...[...reasons].map(([why, list]) => `${list.length} skipped: ${why}`),
    ...(accepted ? [`${accepted} differ as docs/differences.md says`] : []),
    `${passed + accepted} passed, ${failures.length} failed, ${skipped.length} skipped`,
    '',
  ];
  return lines.join('\n');
}
