import type { Verdict } from './verdicts-of.ts';

/** The same scenario, trial or line in two reports; undefined in one that does not tell of it. */
export interface VerdictPair {
  readonly scenario: string;
  readonly part: string | undefined;
  readonly one: Verdict | undefined;
  readonly other: Verdict | undefined;
}

/** Verdicts of two reports, each scenario before its parts. */
export interface Comparison {
  readonly same: readonly VerdictPair[];
  readonly differing: readonly VerdictPair[];
  /** In one of the two, or in both. */
  readonly leftOut: readonly VerdictPair[];
}

/** Compares what two reports say. What only one of them tells of differs, unless the other says why it was left out. */
export function compareVerdicts(ones: readonly Verdict[], others: readonly Verdict[]): Comparison {
  const find = (verdicts: readonly Verdict[], scenario: string, part: string | undefined) =>
    verdicts.find((verdict) => verdict.scenario === scenario && verdict.part === part);
  const comparison = { same: [] as VerdictPair[], differing: [] as VerdictPair[], leftOut: [] as VerdictPair[] };
  const scenarios = new Set([...ones, ...others].map(({ scenario }) => scenario));
  for (const name of scenarios) {
    const parts = new Set([...ones, ...others].filter(({ scenario }) => scenario === name).map(({ part }) => part));
    for (const part of parts) {
      const pair = { scenario: name, part, one: find(ones, name, part), other: find(others, name, part) };
      const kind = kindOf(pair);
      comparison[kind].push(pair);
      // A scenario that did not run has no parts there.
      if (part === undefined && (kind === 'leftOut' || pair.one === undefined || pair.other === undefined)) break;
    }
  }
  return comparison;
}

function kindOf({ one, other }: VerdictPair): keyof Comparison {
  if (one?.ended === 'left out' || other?.ended === 'left out') return 'leftOut';
  return one?.ended === other?.ended ? 'same' : 'differing';
}
