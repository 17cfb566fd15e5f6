import { hanging } from './columns.ts';
import type { Comparison, VerdictPair } from './compare-verdicts.ts';
import { printable } from './printable.ts';
import type { Styles } from './styles.ts';
import type { Verdict } from './verdicts-of.ts';
import { wrap } from './wrap.ts';

/** What differs, what was left out and why, and the sum of it in the last line. `labels` say whose verdict is which. */
export function formatComparison(
  comparison: Comparison,
  labels: readonly [string, string],
  width: number,
  { good, bad }: Pick<Styles, 'good' | 'bad'>,
): string[] {
  const { same, differing, leftOut } = printable(comparison);
  const sides = ({ one, other }: VerdictPair) =>
    [one, other].map((verdict, index) => ({ verdict, label: labels[index] ?? '' }));
  const lines: string[] = [];
  for (const pair of differing) {
    const [first = '', ...rest] = hanging('✘ ', titleOf(pair), width);
    lines.push(`${bad('✘')}${first.slice(1)}`, ...rest);
    for (const { verdict, label } of sides(pair)) lines.push(...hanging(`    ${label}  `, saidOf(verdict), width));
  }
  for (const pair of leftOut) {
    lines.push(...hanging('· ', titleOf(pair), width));
    for (const { verdict, label } of sides(pair))
      if (verdict?.ended === 'left out') lines.push(...hanging(`    ${label}  `, saidOf(verdict), width));
  }
  const red = same.filter(({ part, one }) => part === undefined && one?.ended !== 'green').length;
  const parts = [
    `${number(same)} the same${red > 0 ? ` (${red} not green in both)` : ''}`,
    `${number(differing)} different`,
    ...(leftOut.length > 0 ? [`${number(leftOut)} left out`] : []),
  ];
  const [first = '', ...rest] = wrap(`${labels.join(' and ')}: ${parts.join('; ')}`, width);
  return [...lines, ...(lines.length > 0 ? [''] : []), (differing.length === 0 ? good : bad)(first), ...rest];
}

function titleOf({ scenario, part }: VerdictPair): string {
  return part === undefined ? scenario : `${scenario} · ${part}`;
}

function saidOf(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'not told of';
  const { ended, reason } = verdict;
  return reason === undefined ? ended : `${ended}: ${reason}`;
}

/** As "2 scenarios, 5 trials and lines". */
function number(pairs: readonly VerdictPair[]): string {
  const scenarios = pairs.filter(({ part }) => part === undefined).length;
  const others = pairs.length - scenarios;
  const count = (many: number, one: string, more: string) => `${many} ${many === 1 ? one : more}`;
  const parts = others > 0 ? `, ${count(others, 'trial or line', 'trials and lines')}` : '';
  return `${count(scenarios, 'scenario', 'scenarios')}${parts}`;
}
