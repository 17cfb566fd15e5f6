import { expect, test } from 'vitest';
import type { Exchange } from '../../edge/exchange.ts';
import type { Evidence } from '../evidence.ts';
import { expectFindings } from '../findings.ts';
import { healthyEvidence } from '../testing/healthy-evidence.ts';
import { expectExplained, expectOnce } from './expect-fates.ts';
import { expectOutages } from './expect-outages.ts';
import { expectSums } from './expect-sums.ts';
import { type FinishedJob, fates } from './fates.ts';
import { onlyReported } from './only-reported.ts';

/** A run in which every sampled exchange was reported once, for tests to break one thing at a time. */
function healthy() {
  const evidence = healthyEvidence({ exchanges: 40, rate: 1 });
  const done = (digest: string): FinishedJob => ({ digest, state: 'done', deliveries: 1 });
  return {
    ...evidence,
    logs: [] as Evidence['logs'],
    exchanges: [] as Exchange[],
    jobs: evidence.objects.map(({ key }) => done(key)),
    uncountedReports: 0,
    qtapPods: ['qtap-a'],
    otherEventsLost: 0,
  };
}

type Run = ReturnType<typeof healthy>;

const call = (method: 'GET' | 'PUT', key: string, fault: string | undefined): Exchange =>
  ({
    route: 'object-store',
    method,
    path: `/${key}`,
    ...{ status: 503, fault, caller: { pod: method === 'PUT' ? 'qtap-a' : 'qscan-a' } },
  }) as Exchange;

function verdicts(run: Run) {
  const all = fates(run);
  return { all, explained: expectExplained(all), once: expectOnce(all), sums: expectSums(all, run) };
}

const kinds = (run: Run) => Object.groupBy(fates(run), ({ kind }) => kind);
const log = (line: string) => [{ pod: 'qtap-a', container: 'qtap', text: `{"level":"error","msg":"${line}"}\n` }];

/** What a run looks like in which the first sampled exchange's upload failed ten times. */
function withoutUpload(run: Run, admitted: boolean, fault: string | null = 'S3 is down'): Run {
  const [lost] = run.objects;
  const key = lost?.key ?? '';
  return {
    ...run,
    objects: run.objects.filter((object) => object !== lost),
    artifactEvents: run.artifactEvents.filter(({ digest }) => digest !== key),
    reports: run.reports.filter(({ digest }) => digest !== key),
    jobs: run.jobs.filter(({ digest }) => digest !== key),
    exchanges: Array.from({ length: 10 }, () => call('PUT', key, fault ?? undefined)),
    logs: admitted ? log('failed to put artifact') : [],
  };
}

/** The same where the event of the first one never arrived. */
function withoutEvent(run: Run, admitted: boolean): Run {
  const key = run.objects[0]?.key;
  return {
    ...run,
    artifactEvents: run.artifactEvents.filter(({ digest }) => digest !== key),
    reports: run.reports.filter(({ digest }) => digest !== key),
    jobs: run.jobs.filter(({ digest }) => digest !== key),
    logs: admitted ? log('event store queue is full; discarding request') : [],
  };
}

test('where each is reported once, all is explained, nothing doubled, and the counts add up', () => {
  const { all, explained, once, sums } = verdicts(healthy());
  expect(all).toHaveLength(40);
  expect([explained.verdict, once.verdict, sums.verdict]).toEqual(['met', 'met', 'met']);
  expect(explained.observed).toBe('40 reported, 0 explained');
});

test('an upload that was given up is a documented loss, if the log admits it', () => {
  const run = withoutUpload(healthy(), true);
  expect(kinds(run)['upload-given-up']).toMatchObject([{ cause: '10 attempts, the last one answered 503' }]);
  const { explained, sums } = verdicts(run);
  expect([explained.verdict, explained.observed, sums.verdict]).toEqual(['met', '39 reported, 1 explained', 'met']);
});

test('one that nobody admits is unexplained', () => {
  const { explained } = verdicts(withoutUpload(healthy(), false));
  expect(explained.verdict).toBe('broken');
  expect(explained.reason).toMatch(
    /^1 of 40 sampled exchanges were lost without a documented cause, first req-\w+-1: 10 attempts.*and Qtap's log admits no loss\.$/,
  );
});

test('one that the store refused without a fault of the scenario is unexplained, whatever the log admits', () => {
  const { explained } = verdicts(withoutUpload(healthy(), true, null));
  expect(explained.reason).toContain('10 attempts, the last one answered 503 by the store itself');
});

test('one that was never tried is unexplained, whatever the log admits', () => {
  const { explained } = verdicts({ ...withoutUpload(healthy(), true), exchanges: [] });
  expect(explained.reason).toContain('no upload was tried');
});

test('an event that found the queue full is a documented loss, if the log admits it', () => {
  const { explained, sums } = verdicts(withoutEvent(healthy(), true));
  expect([explained.verdict, explained.observed, sums.verdict]).toEqual(['met', '39 reported, 1 explained', 'met']);
  expect(verdicts(withoutEvent(healthy(), false)).explained.reason).toContain('stored, never announced to Pulse');
});

test.each([
  ['S3 is down', ['reported as failed: 2, GetObject: SlowDown (503)'], undefined],
  [undefined, [expect.stringMatching(/^unexplained: req-/)], 'its scan failed by itself: GetObject'],
])('a job that failed is explained where its download was struck by a fault: %s', (fault, details, reason) => {
  const run = healthy();
  const error = `GetObject https://s3.example bucket acme key ${run.jobs[0]?.digest}: SlowDown (503)`;
  const jobs = run.jobs.map((job, index) => (index < 2 ? { ...job, state: 'failed' as const, error } : job));
  const exchanges = run.jobs.slice(0, 2).map(({ digest }) => call('GET', digest, fault));
  const { explained } = verdicts({ ...run, jobs, exchanges });
  expect(explained.details).toEqual(details);
  if (reason === undefined) expect(explained.reason).toBeUndefined();
  else expect(explained.reason).toContain(reason);
});

test('a job that was handed out and never reported is unexplained', () => {
  const run = healthy();
  const jobs = run.jobs.map((job, index) => (index === 0 ? { ...job, state: 'leased' as const, deliveries: 3 } : job));
  const { explained, sums } = verdicts({ ...run, jobs });
  expect(explained.reason).toContain('its job was handed out 3 times and never reported');
  expect(sums.reason).toContain('the counts do not add up: 40 jobs = 39 reported + 0 failed.');
});

test('an artifact that two jobs reported is doubled', () => {
  const run = healthy();
  const { once, sums } = verdicts({ ...run, jobs: [...run.jobs, ...run.jobs.slice(0, 1)] });
  expect(once.verdict).toBe('broken');
  expect(once.reason).toContain('1 sampled exchanges were reported more than once');
  expect(sums.verdict).toBe('broken');
});

test("what Qtap's own counter says otherwise does not add up", () => {
  const run = healthy();
  const qtapMetrics = run.qtapMetrics.map(({ pod, text }) => ({
    pod,
    text: text.replace(/(scans_stored_total\{status="success"\}) \d+/, '$1 41'),
  }));
  const { reason } = verdicts({ ...run, qtapMetrics }).sums;
  expect(reason).toContain("the counts do not add up: 41 by Qtap's own count = 40 sampled.");
});

test('what Qtap admits of other events explains no artifact', () => {
  const run = { ...withoutEvent(healthy(), true), otherEventsLost: 1 };
  expect(verdicts(run).explained.reason).toContain('stored, never announced to Pulse');
});

test("a scanner's own upload that failed is no exchange's", () => {
  const run = withoutUpload(healthy(), true);
  const exchanges = run.exchanges.map((each) => ({ ...each, caller: { namespace: '', pod: 'qscan-a', node: '' } }));
  expect(verdicts({ ...run, exchanges }).explained.reason).toContain('no upload was tried');
});

test('an exchange that is stored under two keys is judged by the jobs of both', () => {
  const run = healthy();
  const [first] = run.objects;
  const again = { ...first, key: 'b'.repeat(40) } as (typeof run.objects)[number];
  const jobs = [...run.jobs, { digest: again.key, state: 'done' as const, deliveries: 1 }];
  expect(verdicts({ ...run, objects: [...run.objects, again], jobs }).once.verdict).toBe('broken');
});

test('an upload that was stored and never answered is given up, if the log admits it', () => {
  const run = withoutEvent(healthy(), false);
  const key = run.objects[0]?.key ?? '';
  const exchanges = [{ ...call('PUT', key, 'its answer is lost'), status: undefined }];
  const { all, sums } = verdicts({ ...run, exchanges, logs: log('failed to put artifact') });
  expect(all[0]).toMatchObject({ kind: 'upload-given-up', cause: 'stored, but no attempt was answered' });
  expect(sums.verdict).toBe('met');
});

test('a scan that failed by itself is not explained by a download that was only late', () => {
  const run = healthy();
  const error = 'the worker failed: TypeError';
  const jobs = run.jobs.map((job, index) => (index === 0 ? { ...job, state: 'failed' as const, error } : job));
  const exchanges = [call('GET', jobs[0]?.digest ?? '', 'S3 is slow')];
  const { explained, sums } = verdicts({ ...run, jobs, exchanges });
  expect(explained.reason).toContain('its scan failed by itself: the worker failed');
  // The counts are no second reason for it.
  expect(sums.details).toContain('40 jobs = 39 reported + 0 failed + 1 failed by themselves');
});

test('reports that came again without a reason do not add up', () => {
  const run = { ...healthy(), uncountedReports: 2 };
  const struck = { path: '/qscan.v1.QscanSchedulerService/SubmitJobReport', fault: 'lost' } as Exchange;
  expect(verdicts({ ...run, exchanges: [struck, struck] }).sums.verdict).toBe('met');
  expect(verdicts(run).sums.reason).toContain('2 reports came again, for 0 jobs that went out again');
});

test('only what was reported is judged for its findings, and a report without any is seen', () => {
  const run = healthy();
  const lost = withoutUpload(run, true);
  expect(expectFindings(onlyReported(lost, fates(lost))).verdict).toBe('met');
  const reports = run.reports.map((report) => ({ ...report, findings: [] }));
  expect(expectFindings(onlyReported({ ...run, reports }, fates(run))).verdict).toBe('broken');
});

test.each([
  ['met', 3, ['object-store', 'pulse'], undefined],
  ['broken', 0, ['object-store', 'pulse'], 'no scanner was killed'],
  ['broken', 3, ['pulse'], 'no call to S3 was struck'],
  ['broken', 3, ['object-store'], 'no call to Pulse was struck'],
])('a run without outages is green for nothing: %s with %i kills and faults at %j', (verdict, done, routes, why) => {
  const exchanges = routes.map((route) => ({ route, fault: 'down' }) as Exchange);
  const outages = expectOutages(fates(healthy()), exchanges, { asked: true, done });
  expect(outages.verdict).toBe(verdict);
  expect(outages.reason ?? '').toContain(why ?? '');
});

test('a run of which next to nothing came through shows nothing', () => {
  const run = healthy();
  const jobs = run.jobs.map((job) => ({ ...job, state: 'leased' as const }));
  const exchanges = ['object-store', 'pulse'].map((route) => ({ route, fault: 'down' }) as Exchange);
  expect(expectOutages(fates({ ...run, jobs }), exchanges, { asked: false, done: 0 }).reason).toContain(
    'only 0 of 40 came through',
  );
});
