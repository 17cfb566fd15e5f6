import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSamplingCounts } from './sampling.ts';
import { healthyEvidence, metrics } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence({ exchanges: 1804 });
const rateSampled = evidence.decisions.filter(({ reason }) => reason === 'rate').length;
const counted = (attempted: number, baseline: number, rate: number) =>
  expectSamplingCounts({ ...evidence, qtapMetrics: [{ pod: 'qtap-a', text: metrics(attempted, baseline, rate) }] });

test('a healthy run is met, and says what the guide says and what Qtap does', () => {
  const verdict = expectSamplingCounts(evidence);
  expect(verdict).toMatchObject({
    verdict: 'met',
    expected: '45 by baseline, 118-240 of 1759 by rate',
    observed: `45 by baseline, ${rateSampled} of 1759 by rate`,
    reason: undefined,
  });
  expect(verdict.details.join('\n')).toContain('the guide says 10 an endpoint, Qtap takes 9');
  expect(verdict.details.join('\n')).toContain('false alarm 9.6e-7; missing half the rate 9.8e-4');
});

test('counters of several pods are added up', () => {
  const half = [
    { pod: 'a', text: metrics(900, 45, rateSampled) },
    { pod: 'b', text: metrics(904, 0, 0) },
  ];
  expect(expectSamplingCounts({ ...evidence, qtapMetrics: half }).verdict).toBe('met');
});

test('several Qtaps that take a baseline part each are named as what they are', () => {
  const each = [
    { pod: 'a', text: metrics(900, 45, rateSampled) },
    { pod: 'b', text: metrics(904, 45, 0) },
  ];
  expect(expectSamplingCounts({ ...evidence, qtapMetrics: each }).reason).toMatch(
    /^Each of the 2 Qtaps that saw traffic counts for itself: the baseline part is 90, not 45/,
  );
});

test('a counter that the model forgets in between has a baseline part once more', () => {
  const exchanges = evidence.plan.exchanges.filter(({ host }) => host === 'crm').slice(0, 20);
  const decisions = exchanges.map((_, index) => {
    const n = index < 12 ? index + 1 : index - 11;
    return { sampled: n < 10, reason: n < 10 ? ('baseline' as const) : undefined, key: 'crm/v1/customers', n };
  });
  const qtapMetrics = [{ pod: 'a', text: metrics(20, 17, 0) }];
  const snapshot = healthyEvidence({ exchanges: 1, rate: 0.000_000_1 }).snapshot;
  const plan = { ...evidence.plan, exchanges };
  expect(expectSamplingCounts({ snapshot, plan, decisions, qtapMetrics })).toMatchObject({
    verdict: 'met',
    observed: '17 by baseline, 0 of 3 by rate',
  });
});

test.each([
  ['a baseline of N instead of N-1', counted(1804, 50, rateSampled), /sample_baseline 10 gives 9 an endpoint/],
  ['half the rate', counted(1804, 45, 88), /fewer than sample_rate 0.1 explains \(88 of 1759\)/],
  ['double the rate', counted(1804, 45, 352), /more than sample_rate 0.1 explains/],
  ['another draw than the model', counted(1804, 45, rateSampled + 1), /seeded model/],
  ['unseen exchanges', counted(1700, 45, rateSampled), /saw 1700 of 1804/],
  ['foreign traffic', counted(1900, 45, rateSampled), /saw 1900 exchanges where 1804 were sent/],
])('%s is broken', (_, verdict, reason) => {
  expect(verdict.verdict).toBe('broken');
  expect(verdict.reason).toMatch(reason);
});

test('counters that contradict each other are broken', () => {
  const text = metrics(1804, 45, rateSampled).replace(/(not_sampled_total) \d+/, '$1 7');
  expect(expectSamplingCounts({ ...evidence, qtapMetrics: [{ pod: 'a', text }] }).reason).toMatch(/contradict/);
});

test('missing counters and missing plugin are broken, and say where to look', () => {
  expect(expectSamplingCounts({ ...evidence, qtapMetrics: [] }).reason).toMatch(/No Qtap pod gave its metrics/);
  const idle = [{ pod: 'qtap-a', text: 'tap_up 1\n' }];
  expect(expectSamplingCounts({ ...evidence, qtapMetrics: idle }).reason).toMatch(/has the qscan plugin/);
  const snapshot = { ...evidence.snapshot, qscan: undefined };
  expect(expectSamplingCounts({ ...evidence, snapshot }).reason).toMatch(
    /no working qscan plugin \(snapshot.yaml:30\)/,
  );
});

test('a rate of one takes all, and one less is broken', () => {
  const all = healthyEvidence({ exchanges: 100, rate: 1 });
  expect(expectSamplingCounts(all)).toMatchObject({ verdict: 'met', expected: '45 by baseline, 55 of 55 by rate' });
  const less = expectSamplingCounts({ ...all, qtapMetrics: [{ pod: 'a', text: metrics(100, 45, 54) }] });
  expect(less.reason).toMatch(/samples all 55, but Qtap took 54/);
});

test('whatever the settings and the seed, the model itself is met', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 1, max: 80 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (seed, baseline, rate) => {
        const verdict = expectSamplingCounts(healthyEvidence({ seed, exchanges: 100, baseline, rate }));
        expect(verdict.verdict).toBe('met');
      },
    ),
    { numRuns: 30 },
  );
});

test('each endpoint is listed with its part', () => {
  const lines = expectSamplingCounts(evidence).details.filter((line) =>
    /^(crm|billing|support|payroll|shop)\//.test(line),
  );
  expect(lines).toHaveLength(5);
  for (const line of lines) expect(line).toMatch(/: 9 by baseline, \d+ of 35[12] by rate$/);
});

test('a verdict from too few trials says what it cannot tell', () => {
  const verdict = expectSamplingCounts(healthyEvidence({ exchanges: 200 }));
  expect(verdict.verdict).toBe('met');
  expect(verdict.reason).toMatch(/With 155 trials the interval alone would pass half of this rate with probability/);
  expect(verdict.reason).toMatch(/the count of the seeded model with 3\.5e-4 and 8\.1e-8\.$/);
});
