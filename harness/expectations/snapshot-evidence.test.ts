import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import { snapshotEvidence } from './snapshot-evidence.ts';

const file = 'fixtures/snapshots/snapshot.yaml';
const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const evidence = (yaml: string) => snapshotEvidence(readSnapshot(yaml, { file }));

test("the guide's snapshot", () => {
  expect(evidence(text)).toMatchObject({
    qscan: { sampling: { baseline: 10, rate: 0.1 }, recordDocument: false },
    captureLevel: 'none',
    bucket: { bucket: 'acme-qpoint-artifacts', region: 'eu-central-1' },
    usedStore: { id: 'artifacts', type: 's3' },
  });
});

test('a store listed first is the one in use, though the bucket is another', () => {
  const first = '      - id: cloud\n        type: qpoint\n';
  const { bucket, usedStore } = evidence(text.replace('object_stores:\n', `object_stores:\n${first}`));
  expect(usedStore).toMatchObject({ id: 'cloud', type: 'qpoint' });
  expect(bucket).toMatchObject({ bucket: 'acme-qpoint-artifacts' });
});

test('a stack without the plugin samples nothing', () => {
  expect(evidence(text.replace('type: qscan', 'type: access_logs')).qscan).toBeUndefined();
});

test('rules of detect_errors say which parts of exchanges may be stored', () => {
  const rules = '[{name: a, record_req_body: true}, {name: b, record_res_headers: true, record_req_body: true}]';
  const plugin = `      plugins:\n        - {type: detect_errors, config: {rules: ${rules}}}\n`;
  const { recordedParts } = evidence(text.replace('      plugins:\n', plugin));
  expect([...recordedParts]).toEqual(['req-body', 'res-headers']);
});
