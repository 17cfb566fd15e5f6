import type { EntityType } from '../../entities/entity-type.ts';
import type { EntitySpan } from '../entity-span.ts';
import { labelTable } from '../label-table.ts';
import { intersectionOverUnion, pairSpans } from './pair-spans.ts';
import { isInside, type Truth } from './truth.ts';

/** Same type and at least this intersection over union: found. */
export const leastOverlap = 0.5;

/** Why a finding counts for nothing. */
export type LeftOut = 'unscored' | 'foreign' | 'nested';

/** A text's labels beside what was found in it. */
export interface TextComparison {
  readonly labelled: readonly EntitySpan[];
  /** Without what counts for nothing. */
  readonly found: readonly EntitySpan[];
  readonly exact: readonly EntitySpan[];
  readonly overlap: readonly EntitySpan[];
  readonly missed: readonly EntitySpan[];
  readonly extra: readonly EntitySpan[];
  readonly leftOut: Readonly<Record<LeftOut, number>>;
}

/**
 * Compares what was found with the truth, for the types of `scored` alone. A finding that matches no label counts for nothing
 * where the set labels a type without counterpart there, or where the table lets its type nest in a label's.
 */
export function compareText(
  truth: Truth,
  everything: readonly EntitySpan[],
  scored: ReadonlySet<EntityType>,
): TextComparison {
  const labelled = truth.spans;
  const candidates = everything.filter(({ type }) => scored.has(type));
  const pairs = pairSpans(labelled, candidates, leastOverlap);
  const matchedLabels = new Set(pairs.map(([label]) => label));
  const matched = new Set(pairs.map(([, span]) => span));
  const leftOut = { unscored: everything.length - candidates.length, foreign: 0, nested: 0 };
  const found = candidates.filter((span) => {
    if (matched.has(span)) return true;
    const reason = reasonToLeaveOut(span, truth);
    if (reason !== undefined) leftOut[reason]++;
    return reason === undefined;
  });
  return {
    labelled,
    found,
    exact: pairSpans(labelled, found, 1).map(([label]) => label),
    overlap: pairs.map(([label]) => label),
    missed: labelled.filter((label) => !matchedLabels.has(label)),
    extra: found.filter((span) => !matched.has(span)),
    leftOut,
  };
}

function reasonToLeaveOut(
  span: EntitySpan,
  { spans, nested, addresses, foreign }: Truth,
): 'foreign' | 'nested' | undefined {
  // Nobody knows where it stands.
  if (span.start === span.end) return undefined;
  if (foreign.some((label) => isInside(span, label) || intersectionOverUnion(span, label) >= leastOverlap)) {
    return 'foreign';
  }
  const isNested =
    [...spans, ...addresses].some((outer) => labelTable.mayNest(span.type, outer.type) && isInside(span, outer)) ||
    pairSpans(nested, [span], leastOverlap).length > 0;
  return isNested ? 'nested' : undefined;
}
