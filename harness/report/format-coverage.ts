import type { CoveredRow } from '../catalogue/coverage-table.ts';
import { hanging } from './columns.ts';
import type { Styles } from './styles.ts';
import { wrap } from './wrap.ts';

/** The catalogue as a table: row, scenario, how, and what a simulated one does not prove; at the end how many are missing. */
export function formatCoverage(
  rows: readonly CoveredRow[],
  width: number,
  { good, bad, dim, strong }: Styles,
): string[] {
  const longest = Math.max(...rows.map(({ row }) => row.id.length));
  const lines: string[] = [];
  let group = '';
  for (const { row, by } of rows) {
    if (row.group !== group) lines.push('', ...wrap(row.group, width).map(strong));
    group = row.group;
    const label = `  ${by.length > 0 ? mark(by) : '✘'} ${row.id.padEnd(longest)}  `;
    const texts = by.map(
      ({ scenario, how, verdict }) => `${scenario}, ${how}${verdict === 'met' ? '' : `, ${verdict}`}`,
    );
    if (by.length === 0) texts.push(`missing: ${row.wrong}`);
    const paint = /✘/.test(label) ? bad : /✔/.test(label) ? good : dim;
    for (const [index, line] of hanging(label, texts.join('; '), width).entries())
      lines.push(index === 0 ? `  ${paint(line.charAt(2))}${line.slice(3)}` : line);
    for (const { unproven, reason } of by) {
      if (unproven !== undefined) lines.push(...hanging('      does not prove: ', unproven, width).map(dim));
      if (reason !== undefined) lines.push(...hanging('      left out: ', reason, width).map(dim));
    }
  }
  return [...lines, '', ...wrap(totals(rows), width)];
}

function mark(by: CoveredRow['by']): string {
  if (by.some(({ verdict }) => verdict === 'not met')) return '✘';
  return by.some(({ verdict }) => verdict === 'met') ? '✔' : '·';
}

function totals(rows: readonly CoveredRow[]): string {
  const met = rows.flatMap(({ by }) => by.filter(({ verdict }) => verdict === 'met').slice(0, 1));
  const number = (how: string) => met.filter((one) => one.how === how).length;
  const missing = rows.filter(({ by }) => by.length === 0).length;
  const broken = rows.filter(({ by }) => by.some(({ verdict }) => verdict === 'not met')).length;
  const others = rows.length - met.length - missing;
  const parts = [
    `${number('behaviour')} by behaviour`,
    `${number('simulated')} simulated`,
    `${number('static')} by a static check`,
    ...(others > 0 ? [`${others} not run, left out or not met`] : []),
    ...(broken > 0 ? [`${broken} not met`] : []),
    `${missing} missing`,
  ];
  return `${rows.length} rows of the catalogue: ${parts.join(', ')}`;
}
