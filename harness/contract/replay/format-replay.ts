import type { Styles } from '../../report/styles.ts';
import { wrap } from '../../report/wrap.ts';
import { formatDifference } from '../compare/format-difference.ts';
import type { Replayed } from './replay-fixtures.ts';

export interface ReplayCounts {
  readonly same: number;
  readonly differ: number;
  readonly unasked: number;
}

/** What of a replay was the same, what differed, and what the mocks could not be asked. */
export function countReplay(replayed: readonly Replayed[]): ReplayCounts {
  const unasked = replayed.filter((one) => one.unasked !== undefined).length;
  const differ = replayed.filter(({ differences }) => differences.length > 0).length;
  return { same: replayed.length - differ - unasked, differ, unasked };
}

/** A replay by call, each difference once with the exchanges that show it; the last line counts. */
export function formatReplay(replayed: readonly Replayed[], styles: Styles, width: number): string {
  const calls = Map.groupBy(replayed, ({ fixture: { request } }) => `${request.method} ${request.path.split('?')[0]}`);
  const blocks = [...calls].flatMap(([call, ofCall]) => formatCall(call, ofCall, styles, width));
  const { length } = replayed;
  const total = `${length} ${length === 1 ? 'exchange' : 'exchanges'}, ${countsText(countReplay(replayed)).join(', ')}`;
  return `${[...blocks, '', total].join('\n')}\n`;
}

function formatCall(call: string, replayed: readonly Replayed[], styles: Styles, width: number): string[] {
  const counts = countReplay(replayed);
  const isSame = counts.differ === 0 && counts.unasked === 0;
  const notNone = countsText(counts).filter((text) => !text.startsWith('0 '));
  const sign = isSame ? styles.good('✔') : styles.bad('✖');
  const [first = '', ...rest] = wrap(`${call} · ${notNone.join(', ')}`, width - 4);
  const notes = Map.groupBy(
    replayed.flatMap(({ name, differences, unasked }) => [
      ...differences.map((difference) => ({ name, note: formatDifference(difference) })),
      ...(unasked === undefined ? [] : [{ name, note: `not replayed: ${unasked}` }]),
    ]),
    ({ note }) => note,
  );
  const lines = [...notes].flatMap(([note, of]) => [
    ...indented(note, 4, 6, width),
    ...indented(`in ${numbers(of.map(({ name }) => name))}`, 6, 6, width).map(styles.dim),
  ]);
  return [`${sign} ${first}`, ...rest.map((line) => `    ${line}`), ...lines];
}

function countsText({ same, differ, unasked }: ReplayCounts): string[] {
  return [`${same} same`, `${differ} differ`, ...(unasked === 0 ? [] : [`${unasked} not replayed`])];
}

function indented(text: string, first: number, others: number, width: number): string[] {
  return wrap(text, width - others).map((line, index) => `${' '.repeat(index === 0 ? first : others)}${line}`);
}

const mostNumbers = 8;

function numbers(names: readonly string[]): string {
  const shown = names.slice(0, mostNumbers).map((name) => name.split('-')[0]);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}
