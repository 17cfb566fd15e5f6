import type { EntitySpan } from '../entity-span.ts';
import { labelTable } from '../label-table.ts';
import type { Label, LabelledText } from '../labelled-text.ts';
import type { TextRange } from '../text-range.ts';

/** What has to be found in a text. */
export interface Truth {
  readonly spans: readonly EntitySpan[];
  /** Labels inside others where the table lets them nest: neither has to be found. */
  readonly nested: readonly EntitySpan[];
  /** Labels without a counterpart among the ten types. */
  readonly foreign: readonly Label[];
}

/** Reads labels by the table: names become types, parts become values, nested ones step back. */
export function truthOf({ text, labels }: LabelledText): Truth {
  const foreign: Label[] = [];
  const spans: (EntitySpan & { readonly isPart: boolean })[] = [];
  const signs = [...text];
  for (const label of labels.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const type = labelTable.typeOf(label.name);
    if (type === undefined) {
      foreign.push(label);
      continue;
    }
    const { start, end } = label;
    const isPart = labelTable.isPart(label.name);
    const last = spans.at(-1);
    const between = last === undefined ? '' : signs.slice(last.end, start).join('');
    if (last?.isPart && isPart && last.type === type && start >= last.end && /^[\s,]*$/.test(between)) {
      spans[spans.length - 1] = { type, start: last.start, end, isPart };
    } else spans.push({ type, start, end, isPart });
  }
  const plain = spans.map(({ type, start, end }): EntitySpan => ({ type, start, end }));
  const isNested = (span: EntitySpan) =>
    plain.some((outer) => labelTable.mayNest(span.type, outer.type) && isInside(span, outer));
  return { spans: plain.filter((span) => !isNested(span)), nested: plain.filter(isNested), foreign };
}

/** Whether a range lies in another. */
export function isInside(inner: TextRange, outer: TextRange): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
