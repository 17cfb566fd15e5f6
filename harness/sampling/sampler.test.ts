import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw } from './draw.ts';
import { expectSampling } from './expect-sampling.ts';
import { orderSensitiveHosts } from './order-sensitive-hosts.ts';
import { Sampler } from './sampler.ts';
import { type RawSamplingConfig, samplingConfig } from './sampling-config.ts';

const never = () => 0.999;
const clock = { now: 0 };
const sampler = (raw: RawSamplingConfig, random = never) =>
  new Sampler({ config: samplingConfig(raw), now: () => clock.now, draw: random });
const at = (path: string) => ({ host: 'crm', path });

test.each([
  [undefined, 0.1],
  [0, 0.1],
  [-3, 0.1],
  [0.25, 0.25],
  [1, 1],
  [1.5, 0.015],
  [10, 0.1],
  [150, 1.5],
])('reads the rate %s as %s', (rate, expected) => {
  expect(samplingConfig({ rate }).rate).toBeCloseTo(expected, 12);
});

test('0 and absent are the defaults', () => {
  expect(samplingConfig({ baseline: 0, cacheTtl: -1, cacheSize: 0 })).toEqual(samplingConfig());
  expect(samplingConfig()).toMatchObject({ baseline: 100, cacheTtl: 86_400_000, cacheSize: 4096 });
});

test('baseline B gives B-1 certain samples', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 90 }), (baseline, total) => {
      const subject = sampler({ baseline, rate: 1e-7 });
      for (let index = 0; index < total; index++) subject.decide(at('/v1'));
      expect(subject.counters.sampled).toEqual({ baseline: Math.min(total, baseline - 1), rate: 0 });
    }),
  );
});

test('a rate of 1 samples everything, with the reason of the part it fell in', () => {
  const subject = sampler({ baseline: 3, rate: 1 });
  expect([1, 2, 3, 4].map(() => subject.decide(at('/v1')).reason)).toEqual(['baseline', 'baseline', 'rate', 'rate']);
});

test('the counters keep their invariants for any traffic', () => {
  const path = fc.constantFrom('/v1', '/v1/a', '/users/1', '/users/2', '/users/3', '/x?q=1');
  const traffic = fc.array(fc.option(path, { nil: undefined }), { maxLength: 200 });
  fc.assert(
    fc.property(traffic, fc.integer({ min: 1, max: 4 }), fc.integer(), (paths, cacheSize, seed) => {
      const subject = sampler({ baseline: 2, rate: 0.5, cacheSize, classifier: { minLearningCount: 2 } }, () =>
        draw(seed, '', '', 0),
      );
      const decisions = paths.map((each) => subject.decide(each === undefined ? undefined : at(each)));
      const { attempted, sampled, notSampled, cacheHits, cacheMisses } = subject.counters;
      expect(attempted).toBe(paths.length);
      expect(sampled.baseline + sampled.rate + notSampled).toBe(attempted);
      expect(decisions.filter((decision) => decision.sampled)).toHaveLength(sampled.baseline + sampled.rate);
      expect(cacheHits + cacheMisses).toBe(decisions.filter(({ key }) => key !== undefined).length);
    }),
  );
});

test('an endpoint that stays busy never gets a second baseline, an idle one does', () => {
  clock.now = 0;
  const subject = sampler({ baseline: 2, cacheTtl: 1000 });
  const sampledAt = [0, 900, 1800, 2700, 3700].map((time) => {
    clock.now = time;
    return subject.decide(at('/v1')).sampled;
  });
  expect(sampledAt).toEqual([true, false, false, false, true]);
});

test('beyond cache_size the least recently used endpoint starts anew', () => {
  const subject = sampler({ baseline: 2, cacheSize: 2 });
  const hosts = ['a', 'b', 'a', 'c', 'a', 'b'];
  expect(hosts.map((host) => subject.decide({ host, path: '/v1' }).n)).toEqual([1, 1, 2, 1, 3, 1]);
});

test('a draw is uniform over its arguments and repeats', () => {
  const trials = 20_000;
  let below = 0;
  for (let n = 0; n < trials; n++) if (draw(7, 'crm', '/v1', n) < 0.1) below++;
  const sixSigma = 6 * Math.sqrt(trials * 0.1 * 0.9);
  expect(Math.abs(below - trials * 0.1)).toBeLessThan(sixSigma);
  expect(draw(7, 'crm', '/v1', 3)).toBe(draw(7, 'crm', '/v1', 3));
  expect(
    new Set([draw(7, 'a', '/b', 1), draw(8, 'a', '/b', 1), draw(7, 'a/b', '', 1), draw(7, 'a', '/b', 2)]).size,
  ).toBe(4);
});

test('decisions do not depend on how endpoints interleave, unless the host is named as sensitive', () => {
  const config = samplingConfig({ baseline: 4, rate: 0.3 });
  const paths = fc.uniqueArray(fc.constantFrom('/v1/a', '/v1/b', '/v1/c', '/v2/500', '/v2/x/y', '/w'), {
    minLength: 1,
  });
  const order = fc.array(fc.nat(5), { maxLength: 80 });
  let insensitive = 0;
  fc.assert(
    fc.property(paths, order, fc.integer(), (endpoints, turns, seed) => {
      const mixed = turns.map((turn) => ({ host: 'crm', path: endpoints[turn % endpoints.length] ?? '' }));
      if (orderSensitiveHosts(mixed, config).length > 0) return;
      insensitive++;
      const grouped = mixed.toSorted((one, other) => one.path.localeCompare(other.path));
      const decisions = (exchanges: typeof mixed) => {
        const all = expectSampling({ seed, config, exchanges });
        return Map.groupBy(all, (_, index) => exchanges[index]?.path ?? '');
      };
      const expected = decisions(grouped);
      for (const [path, found] of decisions(mixed)) expect(found).toEqual(expected.get(path));
    }),
  );
  expect(insensitive).toBeGreaterThan(0);
});
