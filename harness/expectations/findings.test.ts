import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { entityTypes } from '../entities/entity-type.ts';
import type { Evidence, Finding } from './evidence.ts';
import { expectFindings } from './findings.ts';
import { healthyEvidence } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence({ exchanges: 600 });
const sampledPlanted = evidence.plan.exchanges.flatMap(({ planted }, index) =>
  evidence.decisions[index]?.sampled ? planted : [],
);
const typesOf = (type: string) => sampledPlanted.filter((value) => value.type === type).length;

/** Changes findings one by one: another finding, several, or none in its place. */
const mapped = (change: (finding: Finding) => Finding | readonly Finding[]): Evidence => ({
  ...evidence,
  reports: evidence.reports.map((report) => ({ ...report, findings: report.findings.flatMap(change) })),
});
const onFirst = (type: string, change: (finding: Finding) => Finding | readonly Finding[]) => {
  let done = false;
  return mapped((finding) => {
    if (done || finding.entityType !== type) return finding;
    done = true;
    return change(finding);
  });
};
const qscan = evidence.snapshot.qscan;
if (!qscan) throw new Error('The evidence has a qscan plugin.');
const monitoring = (types: readonly string[]): Evidence['snapshot'] => ({
  ...evidence.snapshot,
  qscan: {
    ...qscan,
    monitors: types.map((type) => ({ type, recordValue: false, at: { file: 'snap.yaml', line: 51 } })),
  },
});

test('a healthy run is met, with a row for each type', () => {
  const verdict = expectFindings(evidence);
  expect(verdict).toMatchObject({
    verdict: 'met',
    expected: `${sampledPlanted.length} planted values reported`,
    observed: `${sampledPlanted.length} reported, 0 extra`,
  });
  for (const type of entityTypes) expect(verdict.details.some((line) => line.startsWith(type.padEnd(18)))).toBe(true);
  expect(verdict.details).toContainEqual(expect.stringMatching(/^precision: not judged/));
  expect(verdict.details).toContain(`hashed: as is ${sampledPlanted.length}`);
});

const exact = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'US_SSN', 'CREDIT_CARD', 'US_BANK_NUMBER', 'US_DRIVER_LICENSE'];

test.each(exact)('a single unreported %s is broken', (type) => {
  const verdict = expectFindings(onFirst(type, () => []));
  expect(verdict.verdict).toBe('broken');
  expect(verdict.reason).toContain(`Only ${typesOf(type) - 1} of ${typesOf(type)} planted ${type} were reported`);
});

test.each([
  ['type', (finding: Finding) => ({ ...finding, entityType: 'US_BANK_NUMBER' }), 'other type'],
  ['path', (finding: Finding) => ({ ...finding, fieldPath: '$.elsewhere' }), 'other path'],
  ['hash', (finding: Finding) => ({ ...finding, valueHash: hash('sha256', 'other') }), 'other text'],
  [
    'source',
    (finding: Finding) => ({
      ...finding,
      source: finding.source === 'request_body' ? 'response_body' : 'request_body',
    }),
    'other source',
  ],
])('a wrong %s is broken, and named', (_, change, nearest) => {
  const verdict = expectFindings(onFirst('US_SSN', change));
  expect(verdict.verdict).toBe('broken');
  expect(verdict.details.some((line) => line.startsWith(`missed US_SSN, ${nearest} (1)`))).toBe(true);
});

test('a language type may miss some, not most', () => {
  expect(expectFindings(onFirst('PERSON', () => [])).verdict).toBe('met');
  const none = expectFindings(mapped((finding) => (finding.entityType === 'PERSON' ? [] : finding)));
  expect(none.reason).toContain('planted PERSON were reported, the floor is 0.9');
});

test('another spelling that was hashed is accepted and told', () => {
  const byHash = new Map(sampledPlanted.map((value) => [hash('sha256', value.value), value.value]));
  const lower = mapped((finding) =>
    finding.entityType === 'PERSON'
      ? { ...finding, valueHash: hash('sha256', (byHash.get(finding.valueHash) ?? '').toLowerCase()) }
      : finding,
  );
  const verdict = expectFindings(lower);
  expect(verdict.verdict).toBe('met');
  expect(verdict.details.join('\n')).toContain(`lower case ${typesOf('PERSON')}`);
});

test('extra findings lower the precision and are listed, without breaking', () => {
  const extra = onFirst('LOCATION', (finding) => [finding, { ...finding, valueHash: hash('sha256', 'more') }]);
  const verdict = expectFindings(extra);
  expect(verdict).toMatchObject({ verdict: 'met', observed: `${sampledPlanted.length} reported, 1 extra` });
  expect(verdict.details.some((line) => line.startsWith('extra LOCATION (1): $'))).toBe(true);
});

test('a report that came twice counts once', () => {
  const twice = { ...evidence, reports: [...evidence.reports, ...evidence.reports] };
  expect(expectFindings(twice)).toMatchObject({
    verdict: 'met',
    observed: `${sampledPlanted.length} reported, 0 extra`,
  });
});

test('a type without a monitor is expected absent, and named', () => {
  const snapshot = monitoring(entityTypes.filter((type) => type !== 'LOCATION'));
  const without = mapped((finding) => (finding.entityType === 'LOCATION' ? [] : finding));
  const verdict = expectFindings({ ...without, snapshot });
  expect(verdict.verdict).toBe('met');
  expect(verdict.details).toContain('without a monitor, expected absent: LOCATION');
  expect(expectFindings({ ...evidence, snapshot }).reason).toMatch(/types without a monitor \(LOCATION\)/);
});

test('a misspelt monitor is broken, with its line and what was meant', () => {
  const types = entityTypes.map((type) => (type === 'US_SSN' ? 'SSN' : type));
  const verdict = expectFindings({ ...evidence, snapshot: monitoring(types) });
  expect(verdict.reason).toContain('The monitor SSN (snap.yaml:51) is no entity type');
  expect(verdict.reason).toContain('write US_SSN');
  expect(verdict.positions).toEqual([{ file: 'snap.yaml', line: 51 }]);
});

test('missing and failed reports are broken', () => {
  expect(expectFindings({ ...evidence, reports: [] }).reason).toMatch(
    /0 were reported on: look whether QScan is ready/,
  );
  const [first, ...rest] = evidence.reports;
  if (!first) throw new Error('There are reports.');
  const failed = { ...first, error: 'NoSuchKey', findings: [] };
  expect(expectFindings({ ...evidence, reports: [failed, ...rest] }).reason).toMatch(
    /1 scan jobs ended in an error, first: NoSuchKey/,
  );
});

test('a run that samples nothing shows nothing', () => {
  const idle = healthyEvidence({ exchanges: 100, baseline: 1, rate: 1e-9 });
  expect(expectFindings(idle).reason).toMatch(/No exchange is sampled/);
});

test('a value that an agent wrote into its report is not repeated', () => {
  const [value] = sampledPlanted;
  const [first, ...rest] = evidence.reports;
  if (!value || !first) throw new Error('There are values and reports.');
  const failed = { ...first, error: `cannot read ${value.value}` };
  const talkative = onFirst('PERSON', (finding) => [finding, { ...finding, fieldPath: `$['${value.value}']` }]);
  expect(JSON.stringify(expectFindings({ ...evidence, reports: [failed, ...rest] }))).not.toContain(value.value);
  expect(JSON.stringify(expectFindings(talkative))).not.toContain(value.value);
});

test('no value of the plan stands in a verdict', () => {
  for (const verdict of [expectFindings(evidence), expectFindings({ ...evidence, reports: [] })]) {
    const text = JSON.stringify(verdict);
    for (const { value } of sampledPlanted) expect(text).not.toContain(value);
  }
});
