import { acceptanceInterval, type BinomialTest, defaultErrors } from '../traffic/statistics/binomial-test.ts';
import type { Evidence } from './evidence.ts';
import { type QscanCounters, qscanCounters } from './qscan-counters.ts';
import { clip } from './some.ts';
import type { Verdict } from './verdict.ts';
import { withoutPlugin } from './without-plugin.ts';

type SamplingEvidence = Pick<Evidence, 'snapshot' | 'plan' | 'decisions' | 'qtapMetrics'>;

/**
 * Qtap's own counters say that it sampled what the snapshot asks for: the baseline part exactly, the rate part within the
 * acceptance interval, and both as the seeded model has it.
 */
export function expectSamplingCounts(evidence: SamplingEvidence): Verdict {
  const { qscan, stackAt } = evidence.snapshot;
  if (!qscan) return withoutPlugin('exchanges sampled', stackAt);
  const { baseline, rate } = qscan.sampling;
  const sampledFor = (reason: 'baseline' | 'rate') =>
    evidence.decisions.filter((decision) => decision.reason === reason).length;
  const perEndpoint = countsPerEndpoint(evidence);
  const certain = perEndpoint
    .flatMap(({ counters }) => counters)
    .reduce((sum, exchanges) => sum + Math.min(exchanges, baseline - 1), 0);
  const trials = evidence.plan.exchanges.length - certain;
  const always = rate >= 1;
  const interval = always || trials === 0 ? undefined : acceptanceInterval(rate, trials);
  const range = interval ? `${interval.low}-${interval.high}` : `${always ? trials : 0}`;
  const expected = `${certain} by baseline, ${range} of ${trials} by rate`;
  const model = { baseline: sampledFor('baseline'), rate: sampledFor('rate') };

  const details = [
    `baseline: the guide says ${baseline} an endpoint, Qtap takes ${baseline - 1} (n < ${baseline})`,
    interval
      ? `rate ${rate}: ${interval.low} to ${interval.high} of ${trials} trials accepted`
      : `rate ${rate}: nothing left to chance`,
    ...(interval
      ? [
          `false alarm ${chance(interval.falseAlarm)}; missing half the rate ${chance(interval.missHalf)}, ` +
            `double ${chance(interval.missDouble)}`,
        ]
      : []),
    ...perEndpoint
      .slice(0, 8)
      .map(({ name, exchanges, baseline: first, rate: later }) =>
        clip(`${name}: ${first} by baseline, ${later} of ${exchanges - first} by rate`),
      ),
  ];

  const counters = qscanCounters(evidence.qtapMetrics);
  if (!counters) {
    return {
      verdict: 'broken',
      expected,
      observed: 'no counters',
      reason:
        evidence.qtapMetrics.length === 0
          ? 'No Qtap pod gave its metrics: look at /system/metrics of the DaemonSet.'
          : "Qtap's metrics have no qtap_system_qscan_ counter: look whether the snapshot's stack has the qscan plugin.",
      details,
    };
  }

  const observed = `${counters.baseline} by baseline, ${counters.rate} of ${trials} by rate`;
  details.push(
    `Qtap counted ${counters.attempted}: ${counters.baseline} baseline, ${counters.rate} rate, ${counters.notSampled} not sampled`,
  );
  const reason =
    brokenCounters(counters) ??
    againstPlan(counters, evidence.plan.exchanges.length) ??
    againstOneProcess(evidence.qtapMetrics, certain, baseline) ??
    againstBaseline(counters, certain, baseline) ??
    againstInterval(counters, interval, always ? trials : undefined, rate) ??
    againstModel(counters, model);
  if (reason !== undefined) return { verdict: 'broken', expected, observed, reason, details };
  return { verdict: 'met', expected, observed, reason: weakness(interval, rate), details };
}

interface EndpointCounts {
  readonly name: string;
  exchanges: number;
  baseline: number;
  rate: number;
  /** Exchanges of each counter that the endpoint had: more than one where the model forgot it in between. */
  readonly counters: number[];
}

function countsPerEndpoint({ plan, decisions }: SamplingEvidence): EndpointCounts[] {
  const byKey = new Map<string, EndpointCounts>();
  for (const index of plan.exchanges.keys()) {
    const { key, reason, n } = decisions[index] ?? {};
    if (key === undefined) continue;
    const counts = byKey.get(key) ?? { name: key, exchanges: 0, baseline: 0, rate: 0, counters: [] };
    counts.exchanges++;
    if (n === 1) counts.counters.push(0);
    counts.counters.push((counts.counters.pop() ?? 0) + 1);
    if (reason) counts[reason]++;
    byKey.set(key, counts);
  }
  return [...byKey.values()];
}

function brokenCounters(counters: QscanCounters): string | undefined {
  const sampled = counters.baseline + counters.rate;
  if (counters.attempted !== sampled + counters.notSampled) {
    return `Qtap's counters contradict each other: ${counters.attempted} attempted, but ${sampled} sampled and ${counters.notSampled} not.`;
  }
  if (counters.cacheOperations > counters.attempted) {
    return `Qtap's counters contradict each other: ${counters.cacheOperations} cache operations on ${counters.attempted} exchanges.`;
  }
  if (counters.stored + counters.storeErrors > sampled) {
    return `Qtap's counters contradict each other: ${counters.stored + counters.storeErrors} scans stored, ${sampled} sampled.`;
  }
  if (counters.storeErrors > 0) {
    return `Qtap had no object store for ${counters.storeErrors} scans: look for "failed to get object store" in its log.`;
  }
  return undefined;
}

function againstPlan({ attempted }: QscanCounters, planned: number): string | undefined {
  if (attempted === planned) return undefined;
  return attempted < planned
    ? `Qtap saw ${attempted} of ${planned} exchanges: look whether it ran on the workload's node before traffic began.`
    : `Qtap saw ${attempted} exchanges where ${planned} were sent: look for other traffic on its node.`;
}

/** Counters live in one process: each node's Qtap takes a baseline part of its own. */
function againstOneProcess(
  pages: SamplingEvidence['qtapMetrics'],
  certain: number,
  baseline: number,
): string | undefined {
  const saw = pages.map((page) => qscanCounters([page])).filter((own) => own !== undefined && own.attempted > 0);
  const taken = saw.reduce((sum, own) => sum + (own?.baseline ?? 0), 0);
  if (saw.length < 2 || taken <= certain) return undefined;
  return `Each of the ${saw.length} Qtaps that saw traffic counts for itself: the baseline part is ${taken}, not ${certain}, since sample_baseline ${baseline} gives ${baseline - 1} an endpoint and a node.`;
}

function againstBaseline(counters: QscanCounters, certain: number, baseline: number): string | undefined {
  if (counters.baseline === certain) return undefined;
  return `The baseline part is ${counters.baseline}, not ${certain}: sample_baseline ${baseline} gives ${baseline - 1} an endpoint, so look for a restarted Qtap or another snapshot.`;
}

function againstInterval(
  { rate: sampled }: QscanCounters,
  interval: { readonly low: number; readonly high: number; readonly trials: number } | undefined,
  all: number | undefined,
  rate: number,
): string | undefined {
  if (all !== undefined && sampled !== all)
    return `A sample_rate of ${rate} samples all ${all}, but Qtap took ${sampled}.`;
  if (!interval || (sampled >= interval.low && sampled <= interval.high)) return undefined;
  const side = sampled < interval.low ? 'fewer' : 'more';
  return `Qtap sampled ${side} than sample_rate ${rate} explains (${sampled} of ${interval.trials}): look at the snapshot that Qtap runs with.`;
}

function againstModel(counters: QscanCounters, model: { baseline: number; rate: number }): string | undefined {
  if (counters.baseline === model.baseline && counters.rate === model.rate) return undefined;
  return `Qtap sampled ${counters.baseline} and ${counters.rate}, the seeded model ${model.baseline} and ${model.rate}: look whether Qtap got the run's seed and each endpoint's exchanges in order.`;
}

/**
 * What the interval cannot tell, where the plan's cap on exchanges leaves too few trials. The seeded model still can: an agent
 * that draws the same numbers counts alike at half or double the rate only when no draw falls between the two.
 */
function weakness(interval: BinomialTest | undefined, rate: number): string | undefined {
  if (!interval) return undefined;
  const { missHalf, missDouble, trials } = interval;
  if (Math.max(missHalf, missDouble) <= defaultErrors.miss) return undefined;
  const half = (1 - rate / 2) ** trials;
  const double = Math.max(0, 1 - rate) ** trials;
  const byInterval = `With ${trials} trials the interval alone would pass half of this rate with probability ${chance(missHalf)}, double of it with ${chance(missDouble)}`;
  const byModel = `the count of the seeded model with ${chance(half)} and ${chance(double)}`;
  const remedy = Math.max(half, double) <= defaultErrors.miss ? '' : ': set a higher sample_rate to test it';
  return `${byInterval}, ${byModel}${remedy}.`;
}

function chance(probability: number): string {
  return probability === 0 ? '0' : probability.toExponential(1);
}
