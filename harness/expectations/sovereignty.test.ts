import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exchange } from '../edge/exchange.ts';
import { expectSovereignty } from './sovereignty.ts';
import { bucketHost, exchangeTo, healthyEvidence } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence({ exchanges: 100 });
const [value] = evidence.plan.exchanges.flatMap(({ planted }) => planted);
const [object] = evidence.objects;
if (!value || !object) throw new Error('The evidence is not empty.');
const adding = (exchange: Exchange) => expectSovereignty({ ...evidence, exchanges: [...evidence.exchanges, exchange] });

/** The table without its sizes. */
const rowsOf = (list: readonly Exchange[]) =>
  expectSovereignty({ ...evidence, exchanges: list })
    .details.slice(1, -1)
    .map((line) => line.replace(/ +\S+ [kMG]?B /, '').replaceAll(/ {2,}/g, ' '));

test('a healthy run is met, with what went to and came from each host', () => {
  const verdict = expectSovereignty(evidence);
  expect(verdict).toMatchObject({ verdict: 'met', observed: `${evidence.objects.length} there, none elsewhere` });
  expect(rowsOf(evidence.exchanges)).toEqual([
    'acme.s3.dualstac…-1.amazonaws.com bucket out payload',
    'acme.s3.dualstac…-1.amazonaws.com bucket in no payload',
    'api-pulse.qpoint.io control out no payload',
    'api-pulse.qpoint.io control in no payload',
    'traffic.harness.internal harness out no payload',
    'traffic.harness.internal harness in no payload',
  ]);
  expect(verdict.details.at(-1)).toBe('asked by: qpoint/qtap-a');
});

test('it says what that justifies, and what it does not; as data too', () => {
  const { reason, proof } = expectSovereignty(evidence);
  expect(reason).toBe(
    `Of all requests that the Edge saw, ${evidence.objects.length} held a recognisable payload beside the planned traffic ` +
      'itself, and all of these went to acme; a connection that never came to the Edge is not among them: one that was ' +
      "blocked or, on somebody's own cluster, one to a host that no file names.",
  );
  expect(proof.justifies).toBe(reason);
  const bytes = evidence.objects.reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(proof.flows[0]).toEqual({
    host: bucketHost,
    role: 'bucket',
    direction: 'out',
    content: 'payload',
    bytes,
    exchanges: evidence.objects.length,
    callers: ['qpoint/qtap-a'],
  });
});

test.each([
  ['what the bucket hands out', bucketHost, { responseBytes: 300 }, 'payload'],
  ['an answer of the bucket that is an error', bucketHost, { responseBytes: 300, status: 404 }, 'not searched'],
  ['an answer of Pulse', 'pulse.qpoint.io', { responseBytes: 300 }, 'not searched'],
  ['no body at all', 'pulse.qpoint.io', { responseBytes: 0 }, 'no payload'],
  ["the Edge's own refusal", 'collector.example', { responseBytes: 90, status: 421, route: undefined }, 'no payload'],
  ['the plan that the workload is handed', 'traffic.harness.internal', { responseBytes: 300 }, 'traffic'],
  ['an answer to planned traffic', evidence.plan.exchanges[0]?.host ?? '', { responseBytes: 300 }, 'traffic'],
])('%s comes in as its own class', (_, host, more, content) => {
  const exchanges = [exchangeTo(host, '/', Buffer.alloc(0), { method: 'GET', ...more })];
  const flow = expectSovereignty({ ...evidence, exchanges }).proof.flows.find(({ direction }) => direction === 'in');
  expect(flow).toMatchObject({ host, content, bytes: more.responseBytes });
});

const anyExchange = fc
  .record({
    host: fc.constantFrom(bucketHost, 'pulse.qpoint.io', 'collector.example', 's3.warehouse.qpoint.io', 'x'.repeat(90)),
    body: fc.constantFrom(Buffer.alloc(0), Buffer.alloc(200), Buffer.from(object.bytes)),
    responseBytes: fc.nat(2 ** 40),
    status: fc.constantFrom(200, 403, undefined),
    route: fc.constantFrom('route', undefined),
    caller: fc.constantFrom(undefined, { namespace: 'qpoint', pod: 'qscan-a', node: 'node-1' }),
  })
  .map(({ host, body, ...more }) => exchangeTo(host, '/key', body, more));

test('whatever was exchanged, no byte is left out, and the sentence stands only where no payload went elsewhere', () => {
  fc.assert(
    fc.property(fc.array(anyExchange, { maxLength: 20 }), (exchanges) => {
      const { verdict, reason, details, proof } = expectSovereignty({ ...evidence, exchanges });
      for (const [direction, bytesOf] of [
        ['out', ({ requestBytes }: Exchange) => requestBytes],
        ['in', ({ responseBytes }: Exchange) => responseBytes],
      ] as const) {
        const flows = proof.flows.filter((flow) => flow.direction === direction);
        const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
        expect(sum(flows.map(({ bytes }) => bytes))).toBe(sum(exchanges.map(bytesOf)));
        expect(sum(flows.map((flow) => flow.exchanges))).toBe(exchanges.length);
        // Nobody is left out of the table, though a class without a byte may be.
        const hosts = new Set(exchanges.map(({ host }) => host));
        expect(new Set(flows.map(({ host }) => host))).toEqual(hosts);
      }
      const outside = proof.flows.filter(({ role, direction }) => role !== 'bucket' && direction === 'out');
      const isSafe = outside.every(({ content }) => content !== 'payload' && content !== 'not searched');
      if (proof.justifies !== undefined) expect(isSafe).toBe(true);
      expect(verdict === 'met').toBe(proof.justifies !== undefined);
      if (verdict === 'met') expect(reason).toContain(proof.justifies);
      for (const line of details) expect(line.length).toBeLessThanOrEqual(74);
    }),
  );
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
  expect(rowsOf(exchanges.toReversed())).toEqual(rowsOf(exchanges));
  expect([...new Set(rowsOf(exchanges).map((line) => line.split(' ')[0]?.slice(0, 9)))]).toEqual([
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
