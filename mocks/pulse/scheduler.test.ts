import { create } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArtifactSchema } from '../proto/gen/qpoint/type/v1/artifact_pb.js';
import { PIIEntitySchema } from '../proto/gen/qpoint/type/v1/pii_entity_pb.js';
import { createScheduler } from './scheduler.ts';
import { defaultPulseSettings, type PulseSettings } from './settings.ts';

const org = 'org_e2e';
const artifact = (digest: string, type = 'qscan_request') =>
  create(ArtifactSchema, { digest, type, requestId: digest });
const success = (...types: string[]) =>
  ({
    kind: 'success',
    artifact: undefined,
    findings: types.map((entityType) => create(PIIEntitySchema, { entityType })),
  }) as const;

function scheduler(settings: Partial<PulseSettings> = {}) {
  const clock = { time: 0, now: () => clock.time };
  return { clock, ...createScheduler({ ...defaultPulseSettings, ...settings }, clock) };
}

type Step =
  | { do: 'artifact'; scanned: boolean }
  | { do: 'poll' }
  | { do: 'report'; which: number; ok: boolean }
  | { do: 'crash'; which: number }
  | { do: 'wait'; seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('artifact' as const), scanned: fc.boolean() }),
  fc.record({ do: fc.constant('poll' as const) }),
  fc.record({ do: fc.constant('report' as const), which: fc.nat(), ok: fc.boolean() }),
  fc.record({ do: fc.constant('crash' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.nat(400) }),
);

test('whatever workers do, each scanned artifact is handed out until it is reported, and counts once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const pulse = scheduler();
      const scanned: string[] = [];
      const held: { scanId: string; since: number }[] = [];
      const everHeld = new Set<string>();
      let submitted = 0;
      const submit = (scanId: string, ok: boolean): void => {
        submitted += 1;
        const outcome = ok ? success('PERSON') : ({ kind: 'error', errorText: 'x' } as const);
        expect(pulse.report(org, scanId, outcome, undefined)).toBe('accepted');
      };
      const poll = (): boolean => {
        const job = pulse.next(org, undefined);
        if (job === undefined) return false;
        const now = pulse.clock.now();
        // Nobody else may hold it under a lease that still runs.
        expect(held.filter(({ scanId, since }) => scanId === job.scanId && now - since < 300_000)).toEqual([]);
        held.push({ scanId: job.scanId, since: now });
        everHeld.add(job.scanId);
        return true;
      };
      for (const action of steps) {
        if (action.do === 'artifact') {
          const digest = `d${scanned.length}`;
          const job = pulse.enqueue(org, artifact(digest, action.scanned ? 'qscan_request' : 'http_transaction'));
          expect(job !== undefined).toBe(action.scanned);
          if (action.scanned) scanned.push(digest);
        } else if (action.do === 'poll') poll();
        else if (action.do === 'wait') pulse.clock.time += action.seconds * 1000;
        else if (held.length > 0) {
          const [lease] = held.splice(action.which % held.length, 1);
          if (lease === undefined) continue;
          if (action.do === 'report') submit(lease.scanId, action.ok);
          // A worker that died holds nothing, but its lease runs on.
          else held.push({ ...lease });
        }
      }
      // A healthy worker finishes what is left.
      pulse.clock.time += 300_000;
      held.length = 0;
      while (poll()) {
        for (const { scanId } of held.splice(0)) submit(scanId, true);
      }
      expect(pulse.jobs().map((job) => job.artifact.digest)).toEqual(scanned);
      expect(pulse.jobs().every(({ state }) => state === 'done' || state === 'failed')).toBe(true);
      const counted = pulse.reports().filter(({ standing }) => standing === 'counted');
      expect(counted.map(({ scanId }) => scanId).sort()).toEqual([...everHeld].sort());
      expect(pulse.reports()).toHaveLength(submitted);
      expect(pulse.findings()).toHaveLength(pulse.jobs().filter(({ state }) => state === 'done').length);
    }),
  );
});

test('without leases a job goes out once', () => {
  const pulse = scheduler({ leaseSeconds: 'none' });
  pulse.enqueue(org, artifact('a'));
  expect(pulse.next(org, undefined)?.scanId).toBe('scan-000001');
  pulse.clock.time += 1e12;
  expect(pulse.next(org, undefined)).toBeUndefined();
});

test('a lease of 300 s runs out after 300 s and not before', () => {
  const pulse = scheduler();
  pulse.enqueue(org, artifact('a'));
  pulse.next(org, undefined);
  pulse.clock.time = 299_999;
  expect(pulse.next(org, undefined)).toBeUndefined();
  pulse.clock.time = 300_000;
  expect(pulse.next(org, undefined)).toMatchObject({ scanId: 'scan-000001', deliveries: 2 });
});

test.each([
  ['first-wins', 'accepted', ['PERSON'], ['counted', 'duplicate']],
  ['last-wins', 'accepted', ['LOCATION', 'US_SSN'], ['duplicate', 'counted']],
  ['already_exists', 'already_exists', ['PERSON'], ['counted', 'duplicate']],
] as const)('a second report under %s', (duplicateReport, verdict, types, standings) => {
  const pulse = scheduler({ duplicateReport });
  pulse.enqueue(org, artifact('a'));
  const scanId = pulse.next(org, undefined)?.scanId ?? '';
  expect(pulse.report(org, scanId, success('PERSON'), undefined)).toBe('accepted');
  expect(pulse.report(org, scanId, success('LOCATION', 'US_SSN'), undefined)).toBe(verdict);
  expect(pulse.findings().map(({ entity }) => entity.entityType)).toEqual(types);
  expect(pulse.reports().map(({ standing }) => standing)).toEqual(standings);
});

test('organisations do not see each other', () => {
  const pulse = scheduler();
  pulse.enqueue(org, artifact('a'));
  expect(pulse.next('org_other', undefined)).toBeUndefined();
  const scanId = pulse.next(org, undefined)?.scanId ?? '';
  expect(pulse.report('org_other', scanId, success('PERSON'), undefined)).toBe('not_found');
  expect(pulse.findings()).toEqual([]);
});

test('a job that was never handed out cannot be reported', () => {
  const pulse = scheduler();
  pulse.enqueue(org, artifact('a'));
  expect(pulse.report(org, 'scan-000001', success(), undefined)).toBe('not_found');
  expect(pulse.reports()).toMatchObject([{ standing: 'unknown-scan' }]);
  expect(scheduler({ unknownScan: 'accept' }).report(org, 'x', success(), undefined)).toBe('accepted');
});

test.each([
  ['separate-jobs', 2],
  ['one-job', 1],
] as const)('the same artifact event twice under %s makes %i', (repeatedArtifact, count) => {
  const pulse = scheduler({ repeatedArtifact });
  pulse.enqueue(org, artifact('a'));
  pulse.enqueue(org, artifact('a'));
  expect(pulse.jobs()).toHaveLength(count);
});

test('other artifact types are scanned when the setting says so', () => {
  const pulse = scheduler({ scannedArtifactTypes: ['qscan_request', 'http_transaction'] });
  expect(pulse.enqueue(org, artifact('a', 'http_transaction'))).toMatchObject({ state: 'queued' });
});

test.each([
  ['oldest-first', ['a', 'b', 'c']],
  ['newest-first', ['c', 'b', 'a']],
] as const)('jobs go out %s', (jobOrder, order) => {
  const pulse = scheduler({ jobOrder });
  for (const digest of ['a', 'b', 'c']) pulse.enqueue(org, artifact(digest));
  const out = [1, 2, 3].map(() => pulse.next(org, undefined)?.artifact.digest);
  expect(out).toEqual(order);
});

test.each([
  ['keep', ['PERSON', 'US_SSN']],
  ['drop', ['PERSON']],
] as const)('findings of a type without a monitor: %s', (unmonitoredFindings, types) => {
  const pulse = scheduler({ unmonitoredFindings });
  pulse.enqueue(org, create(ArtifactSchema, { type: 'qscan_request', summary: { 'entity.PERSON': 'false' } }));
  const { scanId = '' } = pulse.next(org, undefined) ?? {};
  pulse.report(org, scanId, success('PERSON', 'US_SSN'), undefined);
  expect(pulse.findings().map(({ entity }) => entity.entityType)).toEqual(types);
});
