import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planTraffic } from '../../traffic/plan-traffic.ts';
import { leakSearchFor } from './leak-search.ts';

const plan = planTraffic({ seed: 3, exchanges: 300 });
const search = leakSearchFor(plan);
const values = plan.exchanges.flatMap((exchange) =>
  exchange.planted.map((planted) => ({ ...planted, id: exchange.id })),
);
const someValue = fc.constantFrom(...values);

test('every planted value is found in every encoding, at its offset', () => {
  const around = fc.string({ unit: fc.constantFrom(' ', '"', 'x', ':', ','), maxLength: 7 });
  const encoders: ((text: string) => Buffer)[] = [
    (text) => Buffer.from(text),
    (text) => Buffer.from(JSON.stringify(text)),
    (text) => Buffer.from(encodeURIComponent(text)),
    (text) => Buffer.from(new URLSearchParams({ text }).toString()),
    (text) => Buffer.from(Buffer.from(text).toString('base64')),
    (text) => Buffer.from(Buffer.from(text).toString('hex')),
    (text) => gzipSync(text),
  ];
  fc.assert(
    fc.property(someValue, around, around, fc.constantFrom(...encoders), (planted, before, after, encode) => {
      const { leaks } = search.search(encode(before + planted.value + after));
      expect(leaks).toContainEqual(expect.objectContaining({ type: planted.type, exchangeId: planted.id }));
    }),
    { numRuns: 1000 },
  );
});

test('the bodies of a plan give back all that was planted', () => {
  const bodies = plan.exchanges.map(({ request, response }) => `${request.body}\n${response.body}`).join('\n');
  const found = new Set(
    search.search(Buffer.from(bodies)).leaks.map(({ type, exchangeId }) => `${exchangeId} ${type}`),
  );
  expect(found).toEqual(new Set(values.map(({ id, type }) => `${id} ${type}`)));
});

test("another seed's bodies and a megabyte of digests hold none", () => {
  const other = planTraffic({ seed: 4, exchanges: 300 });
  const numbers = (type: string) => values.filter((value) => value.type === type).map(({ value }) => value);
  const bodies = other.exchanges.map(({ request }) => request.body).join('\n');
  const leaks = search
    .search(Buffer.from(bodies))
    .leaks.filter(({ type }) => /NUMBER|SSN|CARD|LICENSE|EMAIL/.test(type));
  expect(leaks).toEqual([]);
  const digests = Array.from({ length: 16_000 }, (_, index) => createHash('sha256').update(`${index}`).digest('hex'));
  expect(search.search(Buffer.from(digests.join('\n'))).leaks).toEqual([]);
  const [number = ''] = numbers('US_BANK_NUMBER');
  expect(search.holdsValue(`a digest ab12${number}34cd with its digits inside`)).toBe(false);
  for (const before of ['routing ', '%20', '=%3D', '\\u003d', '\\x3d', '\\n', ''])
    expect(search.holdsValue(before + number)).toBe(true);
  expect(search.holdsValue(`\n\x09${number}\x12\x04`)).toBe(true);
});

test('a hit by chance takes a thousand gigabytes', () => {
  expect(search.falseAlarmsPerByte * 1e12).toBeLessThan(1);
});

test('the search is built once for a plan', () => {
  expect(leakSearchFor(plan)).toBe(search);
});
