import { expect, test } from 'vitest';
import type { Exchange } from '../edge/exchange.ts';
import { expectSovereignty } from './sovereignty.ts';
import { bucketHost, exchangeTo, healthyEvidence } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence({ exchanges: 100 });
const [value] = evidence.plan.exchanges.flatMap(({ planted }) => planted);
const [object] = evidence.objects;
if (!value || !object) throw new Error('The evidence is not empty.');
const adding = (exchange: Exchange) => expectSovereignty({ ...evidence, exchanges: [...evidence.exchanges, exchange] });

test('a healthy run is met, with a row for each host', () => {
  const verdict = expectSovereignty(evidence);
  expect(verdict).toMatchObject({ verdict: 'met', observed: `${evidence.objects.length} there, none elsewhere` });
  expect(verdict.details.filter((line) => /bucket +payload|control +no payload/.test(line))).toHaveLength(2);
  for (const line of verdict.details) expect(line.length).toBeLessThanOrEqual(74);
});

test.each([
  ['virtual host', bucketHost, '/key'],
  ['virtual host without dual stack', 'acme.s3.eu-central-1.amazonaws.com', '/key'],
  ['path style', 's3.eu-central-1.amazonaws.com', '/acme/key?x-id=PutObject'],
])('the bucket may be addressed by %s', (_, host, path) => {
  expect(adding(exchangeTo(host, path, object.bytes)).verdict).toBe('met');
});

test.each([
  ["Qpoint's warehouse", 'warehouse.qpoint.io', `/assets/${object.key}`, object.bytes],
  ["another bucket at the bucket's endpoint", 's3.eu-central-1.amazonaws.com', '/other/key', object.bytes],
  ['the bucket in another region', 'acme.s3.us-east-1.amazonaws.com', '/key', object.bytes],
  ['another store with bytes of no artifact', 's3.warehouse.qpoint.io', '/assets/x', Buffer.alloc(200)],
  ['a stranger with an artifact', 'collector.example', '/', object.bytes],
  ['a stranger with one value', 'collector.example', '/', Buffer.from(`{"a":"${value.value}"}`)],
  [
    'Pulse with one value in base64',
    'pulse.qpoint.io',
    '/',
    Buffer.from(Buffer.from(`- ${value.value} -`).toString('base64')),
  ],
])('a payload to %s is broken, and names host and pod', (_, host, path, body) => {
  const verdict = adding(exchangeTo(host, path, body));
  expect(verdict.verdict).toBe('broken');
  expect(verdict.reason).toContain(`Pod qpoint/qtap-a sent a payload to ${host}`);
  expect(JSON.stringify(verdict)).not.toContain(value.value);
});

test('a snapshot whose first store is not the bucket is named with its line', () => {
  const usedStore = { id: 'cloud', type: 'qpoint', at: { file: 'snapshot.yaml', line: 12 } };
  const snapshot = { ...evidence.snapshot, usedStore };
  const exchanges = [exchangeTo('warehouse.qpoint.io', `/assets/${object.key}`, object.bytes)];
  const verdict = expectSovereignty({ ...evidence, snapshot, exchanges });
  expect(verdict.reason).toContain('uses the object store cloud of type qpoint (snapshot.yaml:12)');
});

test('asking another store is no payload, yet told', () => {
  const caller = { namespace: 'qpoint', pod: 'qscan-a', node: 'node-1' };
  const verdict = adding(exchangeTo('s3.warehouse.qpoint.io', '/assets/x', Buffer.alloc(0), { method: 'GET', caller }));
  expect(verdict.verdict).toBe('met');
  expect(verdict.reason).toContain('Pod qpoint/qscan-a also asked s3.warehouse.qpoint.io');
});

test('a run without any payload shows nothing', () => {
  expect(expectSovereignty({ ...evidence, exchanges: [] }).reason).toMatch(/No payload reached acme/);
});
