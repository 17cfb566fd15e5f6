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
  expect(verdict.details.slice(1).map((line) => line.split(/ {2,}/).slice(-2).join(': '))).toEqual([
    'bucket: payload',
    'control: no payload',
    'harness: no payload',
  ]);
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

test('rows stand by role, then by host, whoever came first', () => {
  const more = ['pulse.qpoint.io', 'b.example', 'api.qpoint.io', 'a.example'].map((host) =>
    exchangeTo(host, '/', Buffer.alloc(0)),
  );
  const exchanges = [...evidence.exchanges, ...more];
  const rows = (list: readonly Exchange[]) => expectSovereignty({ ...evidence, exchanges: list }).details;
  expect(rows(exchanges.toReversed())).toEqual(rows(exchanges));
  expect(rows(exchanges).map((line) => line.split(' ')[0]?.slice(0, 9))).toEqual([
    'host',
    'acme.s3.d',
    'a.example',
    'b.example',
    'api-pulse',
    'api.qpoin',
    'pulse.qpo',
    'traffic.h',
  ]);
});

test.each([
  ['8 MB of which the journal cut half', 'collector.example', '/', Buffer.alloc(4 * 2 ** 20), { requestBytes: 8e6 }],
  [
    'an upload that nobody recorded',
    'x.s3.cn-north-1.amazonaws.com.cn',
    '/key',
    Buffer.alloc(0),
    { requestBytes: 5000 },
  ],
  ['any body worth the name', 'collector.example', '/', Buffer.alloc(64), {}],
  ['a value in a query', 'collector.example', `/?q=${encodeURIComponent(value.value)}`, Buffer.alloc(0), {}],
  ['a value in a header', 'pulse.qpoint.io', '/', Buffer.alloc(0), { requestHeaders: { 'x-note': value.value } }],
])('%s is a payload', (_, host, path, body, more) => {
  const verdict = adding(exchangeTo(host, path, body, more));
  expect(verdict.verdict).toBe('broken');
  expect(verdict.reason).toContain(`Pod qpoint/qtap-a sent a payload to ${host}`);
  expect(JSON.stringify(verdict)).not.toContain(value.value);
});

test('a value in a host name is a payload, and printed nowhere', () => {
  const verdict = adding(exchangeTo(`${value.value}.collector.example`, '/', Buffer.alloc(0)));
  expect(verdict.reason).toContain('Pod qpoint/qtap-a sent a payload to (withheld');
  expect(JSON.stringify(verdict)).not.toContain(value.value);
});

test('what the journal cut of a request to Pulse may have been a payload', () => {
  const verdict = adding(exchangeTo('pulse.qpoint.io', '/', Buffer.from('{}'), { requestBytes: 5000 }));
  expect(verdict.verdict).toBe('broken');
  expect(verdict.reason).toMatch(/sent 5\.0 kB to pulse\.qpoint\.io that could not be searched whole/);
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
