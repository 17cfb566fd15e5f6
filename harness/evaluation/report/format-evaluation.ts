import { hanging } from '../../report/columns.ts';
import { wrap } from '../../report/wrap.ts';
import type { Evaluation, Shortfall, SourceResult } from '../evaluate.ts';
import { leastOverlap } from '../scoring/compare-text.ts';
import { figuresOf } from '../scoring/figures.ts';
import type { Counts, Tally } from '../scoring/tally.ts';

const count = new Intl.NumberFormat('en-US');
/** What a name of a type takes, and one of each figure: 60 columns in all. */
const nameWidth = 18;

/** Tables of what was measured. Their lines have at most 60 columns, the sentences around them `width`. */
export function formatEvaluation(evaluation: Evaluation, width: number, listed: boolean): string {
  const { sets, tally } = evaluation;
  const lines: string[] = [];
  for (const { name, sources, scored } of sets) {
    const sum = (key: 'texts' | 'withoutLabels') => sources.reduce((total, source) => total + source[key], 0);
    const labelled = sources.reduce((total, source) => total + source.tally.all.labelled, 0);
    const facts = [
      plural(sum('texts'), 'text'),
      `${count.format(sum('withoutLabels'))} of them without a label`,
      `${plural(labelled, 'value')} of ${plural(scored.size, 'type')}`,
    ];
    lines.push(...wrap(`${name}: ${facts.join(', ')}`, width));
  }
  lines.push(
    '',
    ...wrap(`By span, overlap: same type, intersection over union at least ${leastOverlap}`, width),
    ...table(tally, ({ labelled, found, overlap }) => [labelled, found, overlap]),
    '',
    'By span, exact: same type, same offsets',
    ...table(tally, ({ labelled, found, exact }) => [labelled, found, exact]),
    '',
    'By character',
    ...table(tally, ({ labelledCharacters, foundCharacters, commonCharacters }) => [
      labelledCharacters,
      foundCharacters,
      commonCharacters,
    ]),
    '',
    'Shortfalls by source, overlap',
    ...sets.flatMap(({ sources }) => sources.flatMap((source) => shortfallLines(source, width, listed))),
  );
  const remarks = remarksOf(evaluation);
  if (remarks.length > 0) lines.push('', ...remarks.flatMap((remark) => wrap(remark, width)));
  return `${lines.join('\n')}\n`;
}

function table(tally: Tally, of: (counts: Counts) => readonly [number, number, number]): string[] {
  const row = (name: string, counts: Counts) => {
    const [labelled, found, right] = of(counts);
    const { precision, recall, f1, f2 } = figuresOf(labelled, found, right);
    const figures = [precision, recall, f1, f2].map((value) => figure(value).padStart(6));
    return `${name.padEnd(nameWidth)}${count.format(labelled).padStart(9)}${count.format(found).padStart(9)}${figures.join('')}`;
  };
  const head = ['prec', 'rec', 'F1', 'F2'].map((name) => name.padStart(6)).join('');
  return [
    `${'type'.padEnd(nameWidth)}${'labelled'.padStart(9)}${'found'.padStart(9)}${head}`,
    ...tally.types.map(({ type, counts }) => row(type, counts)),
    row('all', tally.all),
  ];
}

function figure(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3);
}

function shortfallLines({ file, texts, tally, shortfalls }: SourceResult, width: number, listed: boolean): string[] {
  const { labelled, found, overlap } = tally.all;
  const { precision, recall, f2 } = figuresOf(labelled, found, overlap);
  const lines = [
    ...wrap(`${file}, ${plural(texts, 'text')}`, width),
    `  precision ${figure(precision)}, recall ${figure(recall)}, F2 ${figure(f2)}`,
  ];
  for (const kind of ['missed', 'extra'] as const) {
    const types = tally.types
      .map(({ type }) => [type, shortfalls.filter((one) => one.kind === kind && one.type === type).length] as const)
      .filter(([, number]) => number > 0)
      .map(([type, number]) => `${type}\u00a0${number}`);
    if (types.length > 0) {
      lines.push(
        ...hanging(`  ${kind.padEnd(8)}`, types.join(', '), width).map((line) => line.replaceAll('\u00a0', ' ')),
      );
    }
  }
  return listed ? [...lines, ...shortfalls.map(shortfallLine)] : lines;
}

function shortfallLine({ kind, type, text, start, end }: Shortfall): string {
  const place = start === end ? 'place unknown' : `${start}-${end}`;
  return `    ${kind.padEnd(6)} ${type.padEnd(nameWidth)} text ${text} at ${place}`;
}

function remarksOf({
  sets,
  foreignLabels,
  nestedLabels,
  addressLabels,
  leftOut,
  unplaced,
  incomplete,
}: Evaluation): string[] {
  const foreign = [...foreignLabels].map(([name, number]) => `${name} ${count.format(number)}`).join(', ');
  const unlabelled = sets.filter(({ scored }) => scored.size === 0).map(({ name }) => name);
  return [
    ...unlabelled.map(
      (name) => `${name} labels none of the ten types, so nothing is scored on it: name the folder of its set.`,
    ),
    ...(foreign === ''
      ? []
      : [`Left out, labels without a counterpart: ${foreign}; findings there: ${count.format(leftOut.foreign)}.`]),
    ...(leftOut.unscored === 0
      ? []
      : [`Left out, findings of types that their set never labels: ${count.format(leftOut.unscored)}.`]),
    ...(nestedLabels + leftOut.nested === 0
      ? []
      : [
          `Left out, inside a value that may hold them (a LOCATION in a STREET_ADDRESS): ${plural(nestedLabels, 'label')}, ${plural(leftOut.nested, 'finding')}.`,
        ]),
    ...(addressLabels === 0
      ? []
      : [`Compared by their street alone: ${plural(addressLabels, 'label')} of a whole postal address.`]),
    ...(unplaced === 0 ? [] : [`Counted as extra, place in the text unknown: ${plural(unplaced, 'finding')}.`]),
    ...(incomplete === 0 ? [] : [`Not read to their end: ${plural(incomplete, 'text')}.`]),
  ];
}

function plural(number: number, noun: string): string {
  return `${count.format(number)} ${noun}${number === 1 ? '' : 's'}`;
}
