import { expect, test } from 'vitest';
import type { Evidence } from './evidence.ts';
import { expectNoStoredValues } from './stored-values.ts';
import { healthyEvidence, storedJson } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence({ exchanges: 100 });
const [value] = evidence.plan.exchanges.flatMap(({ planted }) => planted);
const [report, ...reports] = evidence.reports;
const [event, ...events] = evidence.artifactEvents;
const finding = evidence.reports.flatMap(({ findings }) => findings)[0];
const qscan = evidence.snapshot.qscan;
if (!value || !report || !event || !finding || !qscan) throw new Error('The evidence is not empty.');

const recording = qscan.monitors.map((monitor, index) => ({ ...monitor, recordValue: index === 3 }));
const entity = { entity_type: value.type, value_hash: finding.valueHash };

test('a healthy run is met, and says that the scan inputs hold the bodies', () => {
  const verdict = expectNoStoredValues(evidence);
  expect(verdict.verdict).toBe('met');
  expect(verdict.reason).toContain('scan inputs in your own bucket do hold the bodies');
});

test('a findings document without values is met', () => {
  const objects = [...evidence.objects, storedJson({ entities: [entity] })];
  expect(expectNoStoredValues({ ...evidence, objects }).verdict).toBe('met');
});

const mutations: [string, Partial<Evidence>, RegExp][] = [
  [
    'a monitor that records values',
    { snapshot: { ...evidence.snapshot, qscan: { ...qscan, monitors: recording } } },
    /The monitor US_SSN has record_value: true \(snapshot.yaml:46\)/,
  ],
  [
    'a summary that asks for values',
    { artifactEvents: [{ ...event, summary: { 'entity.PERSON': 'true' } }, ...events] },
    /Pulse was told to record values of PERSON/,
  ],
  [
    'a findings document with a value',
    { objects: [...evidence.objects, storedJson({ entities: [{ ...entity, value: value.value }] })] },
    /documents of findings in the bucket hold a value/,
  ],
  [
    'a value in place of its hash',
    { reports: [{ ...report, findings: [{ ...finding, valueHash: value.value }] }, ...reports] },
    /something else than a SHA-256/,
  ],
  [
    'a value in a summary',
    { artifactEvents: [{ ...event, summary: { note: `about ${value.value}` } }, ...events] },
    /artifact events hold a planted value/,
  ],
  [
    'a value in an error text',
    { reports: [{ ...report, error: `bad input ${value.value}` }, ...reports] },
    /scan reports hold a planted value/,
  ],
];

test.each(mutations)('%s is broken', (_, mutation, reason) => {
  const verdict = expectNoStoredValues({ ...evidence, ...mutation });
  expect(verdict.verdict).toBe('broken');
  expect(verdict.reason).toMatch(reason);
  expect(JSON.stringify(verdict)).not.toContain(value.value);
});
