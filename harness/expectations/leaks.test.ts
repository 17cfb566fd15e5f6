import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { leakSources } from './leak-sources.ts';
import { expectNoLeaks } from './leaks.ts';
import { agentPods, exchangeTo, healthyEvidence } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence({ exchanges: 100 });
const [value] = evidence.plan.exchanges.flatMap(({ planted }) => planted);
const workloadHost = evidence.plan.exchanges[0]?.host;
if (!value || !workloadHost) throw new Error('The plan plants values.');
const judge = (more: Partial<typeof evidence>) => {
  const all = { ...evidence, ...more };
  return expectNoLeaks(all, leakSources(all), agentPods);
};
const to = (host: string, body: Uint8Array, more = {}, path = '/in') => ({
  exchanges: [...evidence.exchanges, exchangeTo(host, path, body, more)],
});
const sent = (body: Uint8Array, more = {}, path = '/api') => ({
  exchanges: [...evidence.exchanges, exchangeTo('pulse.qpoint.io', path, body, more)],
});
const text = `before ${value.value} after`;

test('a healthy run is met and says how likely a hit by chance is', () => {
  const verdict = judge({});
  expect(verdict.verdict).toBe('met');
  expect(verdict.details.join('\n')).toMatch(/a hit by chance: \de-\d+ \(\d\.\de-\d+ in a GB\)/);
});

test.each([
  ['a request to Pulse', sent(Buffer.from(text)), 'pulse.qpoint.io/api'],
  [
    'a compressed request to Pulse',
    sent(gzipSync(text), { requestHeaders: { 'content-encoding': 'gzip' } }),
    'pulse.qpoint.io/api',
  ],
  ['a gRPC message', sent(Buffer.concat([Buffer.from([1, 0, 0, 0, 9]), gzipSync(text)])), 'pulse.qpoint.io/api'],
  ['a header', sent(Buffer.alloc(0), { requestHeaders: { 'x-note': text } }), 'pulse.qpoint.io/api (head)'],
  ['a query', sent(Buffer.alloc(0), {}, `/api?q=${encodeURIComponent(value.value)}`), 'pulse.qpoint.io/api (head)'],
  ['a request to an unknown host', to('collector.example', Buffer.from(text)), 'collector.example/in'],
  ["a request to Qpoint's warehouse", to('warehouse.qpoint.io', gzipSync(text)), 'warehouse.qpoint.io/in'],
  [
    'a query to an unknown host',
    to('collector.example', Buffer.alloc(0), {}, `/in?q=${encodeURIComponent(value.value)}`),
    'collector.example/in (head)',
  ],
  [
    'a header to another bucket',
    to('other.s3.cn-north-1.amazonaws.com.cn', Buffer.alloc(0), { requestHeaders: { 'x-amz-meta-note': text } }),
    'other.s3.cn-north-1.amazonaws.com.cn/in (head)',
  ],
  ["a request to a workload's host", to(workloadHost, Buffer.from(text)), `${workloadHost}/in`],
  ['a log', { logs: [{ pod: 'qscan-a', container: 'qscan', text }] }, 'log of qscan-a/qscan'],
  [
    'an event of Kubernetes',
    { clusterObjects: [{ name: 'events of qpoint', json: JSON.stringify([{ message: text }]) }] },
    'events of qpoint',
  ],
  ['metrics', { otherMetrics: [{ pod: 'qscan-a', text: `x{v="${value.value}"} 1` }] }, 'metrics of qscan-a'],
])('a value in %s is broken, and the place is named', (_, more, place) => {
  const verdict = judge(more);
  expect(verdict.verdict).toBe('broken');
  expect(verdict.reason).toContain(`A planted ${value.type}`);
  expect(verdict.reason).toContain(`stands in ${place} at byte`);
  expect(JSON.stringify(verdict)).not.toContain(value.value);
});

test('a value on its way to the bucket is no leak', () => {
  const exchanges = [
    ...evidence.exchanges,
    exchangeTo('acme.s3.eu-central-1.amazonaws.com', '/key', Buffer.from(text)),
  ];
  expect(judge({ exchanges }).verdict).toBe('met');
});

test.each([
  ['path', 'collector.example', `/in/${value.value}/x`],
  ['host name', `${value.value}.collector.example`, '/'],
])('a value in a %s is broken and printed nowhere', (_, host, path) => {
  const verdict = judge(to(host, Buffer.alloc(9), { requestBytes: 5000 }, path));
  expect(verdict.reason).toContain(`A planted ${value.type}`);
  expect(JSON.stringify(verdict)).not.toContain(value.value);
});

test.each([2, 3, 5])('a value that %i requests of a pod share between them is found', (count) => {
  const size = Math.ceil(value.value.length / count);
  const parts = Array.from({ length: count }, (_, index) => value.value.slice(index * size, (index + 1) * size));
  const requests = parts.map((part) => exchangeTo('pulse.qpoint.io', '/api', Buffer.from(part)));
  const [last, ...others] = requests.toReversed();
  if (!last) throw new Error('Requests.');
  const elsewhere = { ...last, caller: { namespace: 'qpoint', pod: 'qscan-a', node: 'node-1' } };
  expect(judge({ exchanges: requests }).reason).toContain('and the requests before it');
  expect(judge({ exchanges: [...others.toReversed(), elsewhere] }).verdict).toBe('met');
});

test("the run's own traffic and clients on this machine are nobody's leak", () => {
  expect(judge(to('traffic.harness.internal', Buffer.from(text))).verdict).toBe('met');
  expect(judge(to('collector.example', Buffer.from(text), { caller: undefined })).verdict).toBe('met');
});

test.each(['collector.example', 'other.s3.cn-north-1.amazonaws.com.cn'])(
  'a body to %s that nobody recorded',
  (host) => {
    const verdict = judge(to(host, Buffer.alloc(0), { requestBytes: 5000 }));
    expect(verdict.reason).toContain(`${host}/in: 5.0 kB were not journalled`);
    expect(verdict.details).toContainEqual(expect.stringContaining(`not searched: ${host}/in`));
  },
);

test.each([
  ['log of qscan-a', { logs: evidence.logs.filter(({ pod }) => pod !== 'qscan-a') }],
  ['log of qtap-a', { logs: evidence.logs.map((log) => (log.pod === 'qtap-a' ? { ...log, text: '' } : log)) }],
  ['metrics of qtap-a', { qtapMetrics: [] }],
  ['metrics of qscan-a', { otherMetrics: [] }],
])('without the %s the verdict is broken', (what, more) => {
  const verdict = judge(more);
  expect(verdict).toMatchObject({ verdict: 'broken', observed: '1 source not searched' });
  expect(verdict.details).toContainEqual(expect.stringMatching(`^not searched: ${what}`));
});

test('without pods of an agent the verdict is broken', () => {
  const verdict = expectNoLeaks(evidence, leakSources(evidence), { qtap: ['qtap-a'], qscan: [] });
  expect(verdict.verdict).toBe('broken');
  expect(verdict.details.at(-1)).toMatch(/^not searched: QScan/);
});

test('what could not be searched breaks the verdict', () => {
  expect(judge(sent(Buffer.from('short'), { requestBytes: 5000 })).reason).toContain('5.0 kB were not journalled');
  expect(judge(sent(gzipSync(Buffer.alloc(80 * 2 ** 20)))).reason).toContain('grows beyond the limit');
});

test('nothing to search is broken', () => {
  expect(expectNoLeaks(evidence, [], agentPods).reason).toMatch(/no leak could have shown/);
});
