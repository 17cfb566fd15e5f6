import type { Evaluation } from '../evaluate.ts';
import { figuresOf } from '../scoring/figures.ts';
import type { Counts, Tally } from '../scoring/tally.ts';

/** What `npm run evaluate -- --json` prints, as data. Figures without a base are null. */
export function evaluationJson(evaluation: Evaluation): unknown {
  const { sets, tally, foreignLabels, nestedLabels, addressLabels, leftOut, unplaced, incomplete } = evaluation;
  return {
    ...tallyJson(tally),
    sets: sets.map(({ name, sources, scored }) => ({
      name,
      scored: [...scored],
      sources: sources.map(({ file, texts, withoutLabels, tally: own, shortfalls }) => ({
        file,
        texts,
        withoutLabels,
        ...tallyJson(own),
        shortfalls,
      })),
    })),
    leftOut: { foreignLabels: Object.fromEntries(foreignLabels), nestedLabels, addressLabels, findings: leftOut },
    unplaced,
    incomplete,
  };
}

function tallyJson(tally: Tally) {
  return {
    all: countsJson(tally.all),
    types: Object.fromEntries(tally.types.map(({ type, counts }) => [type, countsJson(counts)])),
  };
}

function countsJson(counts: Counts) {
  const { labelled, found, exact, overlap, labelledCharacters, foundCharacters, commonCharacters } = counts;
  return {
    overlap: side(labelled, found, overlap),
    exact: side(labelled, found, exact),
    characters: side(labelledCharacters, foundCharacters, commonCharacters),
  };
}

function side(labelled: number, found: number, both: number) {
  const { precision = null, recall = null, f1 = null, f2 = null } = figuresOf(labelled, found, both);
  return { labelled, found, both, precision, recall, f1, f2 };
}
