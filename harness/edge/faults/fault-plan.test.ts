import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FaultPlace, FaultRule, FaultTime } from './fault.ts';
import { createFaultPlan, type FaultTarget } from './fault-plan.ts';

const put: FaultTarget = { host: 's3.example', route: 'object-store', method: 'PUT', path: '/bucket/key?partNumber=1' };
const ingest: FaultTarget = {
  host: 'pulse.qpoint.io',
  route: 'pulse',
  method: 'POST',
  path: '/eventstore.v1.EventStoreService/IngestBatch',
};
const rule = (given: Partial<FaultRule> = {}): FaultRule => ({
  name: 'a fault',
  at: {},
  fault: { kind: 'status', status: 503 },
  ...given,
});

/** Which of so many requests are struck. */
function struck(when: FaultTime, { count = 200, seed = 1, now = () => 0 } = {}): number[] {
  const plan = createFaultPlan({ seed, now });
  plan.add(rule({ when }));
  return Array.from({ length: count }, (_, number) => number).filter(() => plan.strike(put) !== undefined);
}

test.each<[FaultPlace, boolean, boolean]>([
  [{}, true, true],
  [{ host: 's3.example' }, true, false],
  [{ route: 'pulse' }, false, true],
  [{ method: 'PUT' }, true, false],
  [{ rpc: 'IngestBatch' }, false, true],
  [{ rpc: 'Batch' }, false, false],
  [{ path: /^\/bucket\/key$/ }, true, false],
  [{ route: 'object-store', method: 'GET' }, false, false],
])('a rule at %j is about what has all of it', (at, strikesPut, strikesIngest) => {
  const plan = createFaultPlan({ seed: 1 });
  plan.add(rule({ at }));
  expect([plan.strike(put) !== undefined, plan.strike(ingest) !== undefined]).toEqual([strikesPut, strikesIngest]);
});

test('numbers of requests are counted from the first that the rule is about', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.integer({ min: 1, max: 50 }), (from, length) => {
      const numbers = struck({ requests: { from, to: from + length } });
      expect(numbers).toEqual(Array.from({ length }, (_, index) => from + index));
    }),
  );
});

test('a share is drawn by the seed, and is what it says in the long run', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
      const numbers = struck({ share }, { seed, count: 4000 });
      expect(numbers).toEqual(struck({ share }, { seed, count: 4000 }));
      // Six standard deviations of a binomial distribution, and one request for shares next to none or all.
      expect(Math.abs(numbers.length / 4000 - share)).toBeLessThanOrEqual(
        6 * Math.sqrt((share * (1 - share)) / 4000) + 1 / 4000,
      );
    }),
  );
});

test('a window does not shift what is drawn after it', () => {
  const all = struck({ share: 0.3 });
  const later = struck({ share: 0.3, requests: { from: 100 } });
  expect(later).toEqual(all.filter((number) => number >= 100));
});

test('an outage begins and ends by the clock, from when its rule was added', () => {
  let now = 1000;
  const plan = createFaultPlan({ seed: 1, now: () => now });
  plan.add(rule({ when: { window: { from: 10, to: 30 } } }));
  const at = (time: number) => {
    now = time;
    return plan.strike(put) !== undefined;
  };
  expect([1000, 1009, 1010, 1029, 1030, 2000].map(at)).toEqual([false, false, true, true, false, false]);
});

test('of two rules the first that strikes is named, and one that is disposed is gone', () => {
  const plan = createFaultPlan({ seed: 1 });
  const first = plan.add(rule({ name: 'first', when: { requests: { from: 1, to: 2 } } }));
  const second = plan.add(rule({ name: 'second' }));
  expect([plan.strike(put)?.name, plan.strike(put)?.name, plan.strike(put)?.name]).toEqual([
    'second',
    'first',
    'second',
  ]);
  expect([first.strikes(), second.strikes()]).toEqual([1, 2]);
  second[Symbol.dispose]();
  expect(plan.strike(put)).toBeUndefined();
});

test.each<[Partial<FaultRule>, string]>([
  [{ when: { share: 1.5 } }, 'a share of 1.5 is not between 0 and 1'],
  [{ when: { requests: { from: 3, to: 3 } } }, 'its requests run from 3 to 3'],
  [{ when: { window: { from: -1, to: 3 } } }, 'its window run from -1 to 3'],
  [{ at: { path: /key/g } }, '/key/g remembers where it matched'],
  [{ fault: { kind: 'slow-body', bytesPerSecond: 0 } }, 'its body never comes to an end'],
  [{ fault: { kind: 'latency', milliseconds: -1 } }, 'it waits -1 ms'],
  [{ fault: { kind: 'status', status: 101 } }, '101 is no status of a final answer'],
])('%j is refused', (given, why) => {
  expect(() => createFaultPlan({ seed: 1 }).add(rule(given))).toThrow(
    new RangeError(`The fault "a fault" cannot be: ${why}.`),
  );
});
