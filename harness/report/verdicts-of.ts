import type { ReadReport } from './read-report.ts';

/** How something that a report judges ended. */
export interface Verdict {
  readonly scenario: string;
  /** Title of a trial, or name of a line of the verdict; undefined: the scenario itself. */
  readonly part: string | undefined;
  /** `green` or `red`, of a part `met` or `not met`, of either `left out`; of rounds that ended differently, how many did so. */
  readonly ended: string;
  /** Cause of one that is not as it should be, or why it was left out. */
  readonly reason: string | undefined;
}

type Ended = Omit<Verdict, 'scenario'>;
type Run = ReadReport['scenarios'][number];

/** What reports say of scenarios, their trials and lines, once each: the parts of a suite, or rounds of the same scenario. */
export function verdictsOf(reports: readonly ReadReport[]): Verdict[] {
  const leftOut = new Map(reports.flatMap((report) => report.leftOut.map(({ name, reason }) => [name, reason])));
  const runs = Map.groupBy(
    reports.flatMap(({ scenarios }) => scenarios),
    ({ name }) => name,
  );
  return [
    ...[...runs].flatMap(([scenario, rounds]) => {
      const parts = Map.groupBy(
        rounds.flatMap((run) => [whole(run), ...trials(run), ...lines(run)]),
        ({ part }) => part,
      );
      return [...parts.values()].map((each): Verdict => ({ scenario, ...together(each) }));
    }),
    ...[...leftOut].map(([scenario, reason]): Verdict => ({ scenario, part: undefined, ended: 'left out', reason })),
  ];
}

function whole({ ok, failure }: Run): Ended {
  return { part: undefined, ended: ok ? 'green' : 'red', reason: failure?.cause };
}

/** A trial of several rows is told once for each. */
function trials({ coverage, steps }: Run): Ended[] {
  const tried = coverage.flatMap(({ step, verdict, reason }): [string, Ended][] => {
    if (step === undefined) return [];
    const failed = steps.find(({ title }) => title === step)?.failure;
    return [[step, { part: step, ended: verdict, reason: reason ?? failed?.cause }]];
  });
  return [...new Map(tried).values()];
}

function lines({ expectations }: Run): Ended[] {
  return expectations.map(({ name, met, remark }) => ({
    ...{ part: name, ended: met ? 'met' : 'not met' },
    reason: met ? undefined : remark,
  }));
}

function together(rounds: readonly Ended[]): Ended {
  const ways = Map.groupBy(rounds, ({ ended }) => ended);
  const counts = [...ways].map(([ended, { length }]) => (ways.size === 1 ? ended : `${length} ${ended}`)).sort();
  const reason = rounds.find(({ reason }) => reason !== undefined)?.reason;
  return { part: rounds[0]?.part, ended: counts.join(', '), reason };
}
