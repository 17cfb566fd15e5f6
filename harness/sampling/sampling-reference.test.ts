import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw } from './draw.ts';
import { expectSampling } from './expect-sampling.ts';
import { Sampler, type SamplingDecision } from './sampler.ts';
import { type RawSamplingConfig, samplingConfig } from './sampling-config.ts';

// Reference, qtap-plugins.md section 1, told a second time in the plainest way: from the whole history, without a cache.

interface Visit {
  readonly host: string;
  /** Milliseconds since the visit before. */
  readonly pause: number;
}

const path = '/v1';
const hosts = ['a', 'b:8443', 'c', 'd', 'e'];
const pause = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.constantFrom(1, 40, 99, 100, 101));
const visits = fc.array(fc.record({ host: fc.constantFrom(...hosts), pause }), { maxLength: 120, size: 'max' });

/** Which exchange of its counter the last visit is: visits count back to the one at which the counter was gone. */
function ordinal(history: readonly Visit[], cacheTtl: number, cacheSize: number): number {
  const { host } = history.at(-1) as Visit;
  const others = new Set<string>();
  let n = 1;
  let idle = 0;
  for (let index = history.length - 1; index > 0; index--) {
    idle += history[index]?.pause ?? 0;
    const before = history[index - 1]?.host ?? '';
    if (before !== host) {
      others.add(before);
      continue;
    }
    // Idle for the whole life of a counter, or so many others used since that it was the least recently used one.
    if (idle >= cacheTtl || others.size >= cacheSize) return n;
    n++;
    idle = 0;
    others.clear();
  }
  return n;
}

function decide(visits: readonly Visit[], raw: RawSamplingConfig, random: (n: number) => number) {
  let now = 0;
  const sampler = new Sampler({ config: samplingConfig(raw), now: () => now, draw: (_, __, n) => random(n) });
  const decisions = visits.map(({ host, pause }) => {
    now += pause;
    return sampler.decide({ host, path });
  });
  return { decisions, counters: sampler.counters };
}

test('sampling-ttl, sampling-lru: a counter lives as long as the reference says, whatever the traffic', () => {
  fc.assert(
    fc.property(visits, fc.constantFrom(50, 100, 101), fc.integer({ min: 1, max: 6 }), (all, cacheTtl, cacheSize) => {
      const { decisions } = decide(all, { cacheTtl, cacheSize }, () => 0.5);
      const expected = all.map((_, index) => ordinal(all.slice(0, index + 1), cacheTtl, cacheSize));
      expect(decisions.map(({ n }) => n)).toEqual(expected);
    }),
  );
});

test('sampling-baseline: n < B is certain, after that a draw below the rate decides, and the counters add up', () => {
  const baseline = fc.integer({ min: 1, max: 12 });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const rate = fc.oneof(random, fc.constantFrom(0.5, 1)).filter((each) => each > 0);
  fc.assert(
    fc.property(visits, baseline, rate, random, (all, baseline, rate, drawn) => {
      const { decisions, counters } = decide(all, { baseline, rate }, () => drawn);
      const seen = new Map<string, number>();
      const expected = all.map(({ host }): SamplingDecision['reason'] => {
        const n = (seen.get(host) ?? 0) + 1;
        seen.set(host, n);
        return n < baseline ? 'baseline' : drawn < rate ? 'rate' : undefined;
      });
      expect(decisions.map(({ reason }) => reason)).toEqual(expected);
      const count = (reason: SamplingDecision['reason']) => expected.filter((each) => each === reason).length;
      expect(counters).toEqual({
        attempted: all.length,
        sampled: { baseline: count('baseline'), rate: count('rate') },
        notSampled: count(undefined),
        cacheMisses: seen.size,
        cacheHits: all.length - seen.size,
      });
    }),
  );
});

test('the number of samples of N exchanges is (B-1) + (N-B+1) × rate, within six sigma, and repeats with its seed', () => {
  const run = (seed: number, raw: RawSamplingConfig, total: number) =>
    expectSampling({ seed, config: samplingConfig(raw), exchanges: Array(total).fill({ host: 'crm', path }) });
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(0.01, 0.1, 0.3, 0.5, 0.9),
      fc.integer({ min: 50, max: 600 }),
      (seed, baseline, rate, total) => {
        const decisions = run(seed, { baseline, rate }, total);
        const sampled = decisions.filter((decision) => decision.sampled).length;
        const drawn = total - baseline + 1;
        const sigma = Math.sqrt(drawn * rate * (1 - rate));
        expect(Math.abs(sampled - (baseline - 1 + drawn * rate))).toBeLessThanOrEqual(6 * sigma + 1);
        expect(run(seed, { baseline, rate }, total)).toEqual(decisions);
      },
    ),
    { numRuns: 60 },
  );
});

test('sampling-rate-percent, sampling-zero: whatever the rate, it is read as the settings table says', () => {
  const written = fc.oneof(
    fc.constantFrom(undefined, 0, 1, 1.5, 10, 100, 150),
    fc.double({ min: -5, max: 500, noNaN: true }),
  );
  fc.assert(
    fc.property(written, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (rate, drawn) => {
      const probability = rate === undefined || rate <= 0 ? 0.1 : rate > 1 ? rate / 100 : rate;
      const { decisions } = decide([{ host: 'a', pause: 0 }], { baseline: 1, rate }, () => drawn);
      expect(decisions[0]?.sampled).toBe(drawn < probability);
    }),
  );
});

test('sampling-zero: nothing that is not positive takes effect', () => {
  const off = fc.constantFrom(undefined, 0, -1, -0.5);
  fc.assert(
    fc.property(off, off, off, off, (baseline, rate, cacheTtl, cacheSize) => {
      expect(samplingConfig({ baseline, rate, cacheTtl, cacheSize })).toMatchObject({
        baseline: 100,
        rate: 0.1,
        cacheTtl: 24 * 60 * 60 * 1000,
        cacheSize: 4096,
      });
    }),
  );
});

test('sampling-nodes: every process gives its own baseline, and so does a restart', () => {
  const exchanges = Array(20).fill({ host: 'crm', path });
  const config = samplingConfig({ baseline: 10, rate: 1e-7 });
  const baseline = (seed: number) =>
    expectSampling({ seed, config, exchanges }).filter(({ reason }) => reason === 'baseline').length;
  expect([1, 2, 3].map(baseline)).toEqual([9, 9, 9]);
});

test('a draw lies in [0, 1), and depends on each of its arguments', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), fc.string(), fc.nat(), (seed, host, key, n) => {
      const drawn = draw(seed, host, key, n);
      expect(drawn).toBeGreaterThanOrEqual(0);
      expect(drawn).toBeLessThan(1);
      expect(draw(seed, host, key, n)).toBe(drawn);
      const others = [draw(seed + 1, host, key, n), draw(seed, `${host}x`, key, n), draw(seed, host, `${key}x`, n)];
      expect([...others, draw(seed, host, key, n + 1)]).not.toContain(drawn);
    }),
  );
});

test('an address that cannot be read, and an exchange of the learning time, are refused and use up no place', () => {
  const known = fc.constantFrom(...hosts);
  fc.assert(
    fc.property(
      fc.array(fc.option(known), { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      (all, minLearningCount) => {
        const config = samplingConfig({ baseline: 1000, classifier: { minLearningCount } });
        const sampler = new Sampler({ config, now: () => 0, draw: () => 1 });
        const seen = new Map<string, number>();
        for (const host of all) {
          const { sampled, n } = sampler.decide(host === null ? undefined : { host, path });
          const learned = host === null ? 0 : (seen.get(host) ?? 0) + 1;
          if (host !== null) seen.set(host, learned);
          expect({ sampled, n }).toEqual(
            learned > minLearningCount ? { sampled: true, n: learned - minLearningCount } : { sampled: false, n: 0 },
          );
        }
        expect(sampler.counters.cacheHits + sampler.counters.cacheMisses).toBe(sampler.counters.sampled.baseline);
      },
    ),
  );
});
