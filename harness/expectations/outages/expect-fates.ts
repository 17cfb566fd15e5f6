import { clip, some } from '../some.ts';
import type { Verdict } from '../verdict.ts';
import type { Fate, FateKind } from './fates.ts';

const documented: Readonly<Partial<Record<FateKind, string>>> = {
  'upload-given-up': 'upload given up',
  'queue-full': 'event queue full',
  'scan-failed': 'reported as failed',
};

/** Every sampled exchange is reported, or its loss has a cause that the product documents. */
export function expectExplained(fates: readonly Fate[]): Verdict {
  const of = (kind: FateKind) => fates.filter((fate) => fate.kind === kind);
  const unexplained = of('unexplained');
  const reported = of('reported').length + of('doubled').length;
  const lost = fates.length - reported - unexplained.length;
  const [first] = unexplained;
  return {
    verdict: first === undefined ? 'met' : 'broken',
    expected: `${fates.length} accounted for`,
    observed: [
      `${reported} reported, ${lost} explained`,
      ...(first === undefined ? [] : [`${unexplained.length} unexplained`]),
    ].join(', '),
    reason:
      first &&
      `${unexplained.length} of ${fates.length} sampled exchanges were lost without a documented cause, first ${first.exchange}: ${first.cause}.`,
    details: [
      ...Object.entries(documented).flatMap(([kind, title]) => causes(of(kind as FateKind), title)),
      ...some(
        'unexplained',
        unexplained.map(({ exchange }) => exchange),
      ),
    ],
  };
}

/** No sampled exchange is reported twice, though calls were repeated and jobs went out again. */
export function expectOnce(fates: readonly Fate[]): Verdict {
  const doubled = fates.filter(({ kind }) => kind === 'doubled');
  const [first] = doubled;
  return {
    verdict: first === undefined ? 'met' : 'broken',
    expected: 'none reported twice',
    observed: `${doubled.length || 'none'} reported twice`,
    reason:
      first &&
      `${doubled.length} sampled exchanges were reported more than once, first ${first.exchange}: ${first.cause}. An event that Qtap sent again made a job again.`,
    details: some(
      'reported twice',
      doubled.map(({ exchange }) => exchange),
    ),
  };
}

/** A line for each cause of a kind, the most frequent first. Of a failed call to S3 only operation and answer: its key differs. */
function causes(fates: readonly Fate[], title: string): string[] {
  const byCause = Map.groupBy(fates, ({ cause }) => cause.replace(/^(\w+) https?:\/\/.*: /, '$1: '));
  return [...byCause]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([cause, { length }]) => clip(`${title}: ${length}, ${cause}`));
}
