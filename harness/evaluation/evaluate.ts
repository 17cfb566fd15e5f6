import type { EntityType } from '../entities/entity-type.ts';
import type { EntitySpan } from './entity-span.ts';
import type { FoundSpans } from './finding/span-finder.ts';
import type { LabelledSet } from './labelled-text.ts';
import { compareText, type LeftOut } from './scoring/compare-text.ts';
import { Tally } from './scoring/tally.ts';
import { truthOf } from './scoring/truth.ts';

/** A span that was missed or is extra; its text counts from 1. It says where, never what. */
export interface Shortfall extends EntitySpan {
  readonly kind: 'missed' | 'extra';
  readonly text: number;
}

export interface SourceResult {
  readonly file: string;
  readonly texts: number;
  readonly withoutLabels: number;
  readonly tally: Tally;
  readonly shortfalls: readonly Shortfall[];
}

export interface SetResult {
  readonly name: string;
  readonly sources: readonly SourceResult[];
  /** Types that the set labels: the others are not scored on it. */
  readonly scored: ReadonlySet<EntityType>;
}

/** What was measured. */
export interface Evaluation {
  readonly sets: readonly SetResult[];
  readonly tally: Tally;
  /** Labels without a counterpart among the ten, by their name. */
  readonly foreignLabels: ReadonlyMap<string, number>;
  readonly nestedLabels: number;
  /** Labels of whole postal addresses, compared by their street. */
  readonly addressLabels: number;
  /** Findings that count for nothing, by reason. */
  readonly leftOut: Readonly<Record<LeftOut, number>>;
  /** Findings whose place in the text is not known; each is extra. */
  readonly unplaced: number;
  /** Texts that were not read to their end. */
  readonly incomplete: number;
}

/** Runs `find` over sets and counts. */
export async function evaluate(
  sets: readonly LabelledSet[],
  find: (text: string) => Promise<FoundSpans>,
): Promise<Evaluation> {
  const tally = new Tally();
  const foreignLabels = new Map<string, number>();
  const leftOut = { unscored: 0, foreign: 0, nested: 0 };
  let [nestedLabels, addressLabels, unplaced, incomplete] = [0, 0, 0, 0];
  const results: SetResult[] = [];
  for (const { name, sources } of sets) {
    const truths = sources.map(({ file, texts }) => ({
      file,
      texts: texts.map((text) => ({ ...text, truth: truthOf(text) })),
    }));
    const scored = new Set(
      truths.flatMap(({ texts }) => texts.flatMap(({ truth }) => truth.spans.map(({ type }) => type))),
    );
    const ofSources: SourceResult[] = [];
    for (const { file, texts } of truths) {
      const own = new Tally();
      const shortfalls: Shortfall[] = [];
      for (const [index, { text, truth }] of texts.entries()) {
        for (const label of truth.foreign) foreignLabels.set(label.name, (foreignLabels.get(label.name) ?? 0) + 1);
        nestedLabels += truth.nested.length;
        addressLabels += truth.addresses.length;
        const answer = await find(text);
        if (answer.incomplete !== undefined) incomplete++;
        // Nowhere: an empty span overlaps no label.
        const nowhere = answer.unplaced.map((type): EntitySpan => ({ type, start: 0, end: 0 }));
        const comparison = compareText(truth, [...answer.spans, ...nowhere], scored);
        unplaced += comparison.found.filter(({ start, end }) => start === end).length;
        for (const reason of ['unscored', 'foreign', 'nested'] as const) leftOut[reason] += comparison.leftOut[reason];
        own.add(comparison);
        tally.add(comparison);
        for (const kind of ['missed', 'extra'] as const) {
          shortfalls.push(...comparison[kind].map((span) => ({ ...span, kind, text: index + 1 })));
        }
      }
      const withoutLabels = texts.filter(({ labels }) => labels.length === 0).length;
      ofSources.push({ file, texts: texts.length, withoutLabels, tally: own, shortfalls });
    }
    results.push({ name, sources: ofSources, scored });
  }
  return { sets: results, tally, foreignLabels, nestedLabels, addressLabels, leftOut, unplaced, incomplete };
}
