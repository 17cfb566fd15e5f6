import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { leakSources } from './leak-sources.ts';
import { expectNoLeaks } from './leaks.ts';
import { exchangeTo, healthyEvidence } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence({ exchanges: 100 });
const [value] = evidence.plan.exchanges.flatMap(({ planted }) => planted);
if (!value) throw new Error('The plan plants values.');
const judge = (more: Partial<typeof evidence>) => {
  const all = { ...evidence, ...more };
  return expectNoLeaks(all, leakSources(all));
};
const sent = (body: Uint8Array, more = {}, path = '/api') => ({
  exchanges: [...evidence.exchanges, exchangeTo('pulse.qpoint.io', path, body, more)],
});
const text = `before ${value.value} after`;

test('a healthy run is met and says how likely a hit by chance is', () => {
  const verdict = judge({});
  expect(verdict.verdict).toBe('met');
  expect(verdict.details.join('\n')).toMatch(/a hit by chance: \de-\d+/);
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
  ['a log', { logs: [{ pod: 'qscan-a', container: 'qscan', text }] }, 'log of qscan-a/qscan'],
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

test('what could not be searched breaks the verdict', () => {
  expect(judge(sent(Buffer.from('short'), { requestBytes: 5000 })).reason).toContain('5.0 kB were not journalled');
  expect(judge(sent(gzipSync(Buffer.alloc(80 * 2 ** 20)))).reason).toContain('grows beyond the limit');
});

test('nothing to search is broken', () => {
  expect(expectNoLeaks(evidence, []).reason).toMatch(/no leak could have shown/);
});
