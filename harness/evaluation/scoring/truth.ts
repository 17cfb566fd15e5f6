import type { EntitySpan } from '../entity-span.ts';
import { labelTable } from '../label-table.ts';
import type { Label, LabelledText } from '../labelled-text.ts';
import type { TextRange } from '../text-range.ts';
import { streetPart } from './street-part.ts';

/** What has to be found in a text. */
export interface Truth {
  readonly spans: readonly EntitySpan[];
  /** Labels inside others where the table lets them nest: neither has to be found. */
  readonly nested: readonly EntitySpan[];
  /** Labels of whole postal addresses, of which the street has to be found: what nests in them does so in the rest as well. */
  readonly addresses: readonly EntitySpan[];
  /** Labels without a counterpart among the ten types. */
  readonly foreign: readonly Label[];
}

/** Reads labels by the table: names become types, parts become values, nested ones step back, postal addresses become streets. */
export function truthOf({ text, labels }: LabelledText): Truth {
  const foreign: Label[] = [];
  const spans: (EntitySpan & { readonly isPart: boolean })[] = [];
  const signs = [...text];
  for (const label of labels.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const meaning = labelTable.meaning(label.name);
    if (meaning === undefined) {
      foreign.push(label);
      continue;
    }
    const { type, isPart } = meaning;
    const { start, end } = label;
    const last = spans.at(-1);
    const between = last === undefined ? '' : signs.slice(last.end, start).join('');
    if (last?.isPart && isPart && last.type === type && start >= last.end && /^[\s,]*$/.test(between)) {
      spans[spans.length - 1] = { type, start: last.start, end, isPart };
    } else spans.push({ type, start, end, isPart });
  }
  const whole = spans.map(({ type, start, end }): EntitySpan => ({ type, start, end }));
  const isNested = (span: EntitySpan) =>
    whole.some((outer) => labelTable.mayNest(span.type, outer.type) && isInside(span, outer));
  const addresses: EntitySpan[] = [];
  const shortened = (span: EntitySpan): EntitySpan => {
    const address = signs.slice(span.start, span.end).join('');
    const end = span.type === 'STREET_ADDRESS' ? streetPart(address) : undefined;
    if (end === undefined) return span;
    addresses.push(span);
    return { ...span, end: span.start + [...address.slice(0, end)].length };
  };
  return {
    spans: whole.filter((span) => !isNested(span)).map(shortened),
    nested: whole.filter(isNested),
    addresses,
    foreign,
  };
}

/** Whether a range lies in another. */
export function isInside(inner: TextRange, outer: TextRange): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
