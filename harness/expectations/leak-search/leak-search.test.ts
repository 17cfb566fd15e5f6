import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventSchema, IngestBatchRequestSchema } from '../../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import { createRandom } from '../../random/random.ts';
import { planTraffic } from '../../traffic/plan-traffic.ts';
import type { TrafficPlan } from '../../traffic/traffic-plan.ts';
import { type Leak, leakSearchFor } from './leak-search.ts';

const plan = planTraffic({ seed: 3, exchanges: 300 });
const search = leakSearchFor(plan);
const values = plan.exchanges.flatMap((exchange) =>
  exchange.planted.map((planted) => ({ ...planted, id: exchange.id })),
);
type Planted = (typeof values)[number];
const someValue = fc.constantFrom(...values);
const numbers = values.filter(({ type }) => /NUMBER|SSN|CARD/.test(type));
const ofType = (type: string) => values.filter((value) => value.type === type);
const holds = (leaks: readonly Leak[], { type, id }: Planted) =>
  leaks.some((leak) => leak.type === type && leak.exchangeId === id);
const around = fc.string({ unit: fc.constantFrom(' ', '"', 'x ', ' y', ':', ',', '\n', '('), maxLength: 7 });
const before = around.map((text) => text.replace(/[xy]$/, ''));
const behind = around.map((text) => text.replace(/^[xy]/, ''));

const base64 = (data: string | Buffer) => Buffer.from(data).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');
const entities = (text: string, write: (code: number) => string) =>
  [...text].map((sign) => write(sign.codePointAt(0) ?? 0)).join('');
const quoted = (text: string) =>
  [...Buffer.from(text)].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
const wrapped = (text: string, width: number) => text.replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\r\n');

const encoders: Record<string, (text: string) => Buffer | string> = {
  plain: (text) => text,
  'upper case': (text) => text.toUpperCase(),
  'lower case': (text) => text.toLowerCase(),
  JSON: (text) => JSON.stringify({ text }),
  'JSON in JSON': (text) => JSON.stringify({ text: JSON.stringify({ text }) }),
  'JSON as Python writes it': (text) => entities(text, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'URL, a component': (text) => encodeURIComponent(text),
  'URL, a form': (text) => new URLSearchParams({ text }).toString(),
  'URL, every sign': (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'URL, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'HTML by name': (text) => text.replaceAll('&', '&amp;').replaceAll('@', '&commat;').replaceAll(' ', '&nbsp;'),
  'HTML, decimal': (text) => entities(text, (code) => `&#${code};`),
  'HTML, hex': (text) => entities(text, (code) => `&#x${code.toString(16)};`),
  'quoted-printable': quoted,
  'quoted-printable, soft breaks': (text) => text.replaceAll(/.{3}/g, '$&=\r\n'),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 in lines': (text) => wrapped(Buffer.from(text).toString('base64'), 5),
  'base64 in JSON': (text) => JSON.stringify(wrapped(Buffer.from(text).toString('base64'), 7)),
  'base64 in a URL': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  hex,
  'hex in upper case': (text) => hex(text).toUpperCase(),
  'hex with colons': (text) => hex(text).replaceAll(/..(?=.)/g, '$&:'),
  'UTF-16 LE': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 BE': (text) => Buffer.from(text, 'utf16le').swap16(),
  gzip: (text) => gzipSync(text),
  zlib: (text) => deflateSync(text),
  zstd: (text) => zstdCompressSync(text),
  'gzip in zstd in zlib': (text) => deflateSync(zstdCompressSync(gzipSync(text))),
};

const nested: Record<string, (text: string) => string> = {
  'base64 of base64': (text) => base64(base64(text)),
  'base64 of base64 of base64': (text) => base64(base64(base64(text))),
  'base64 of JSON with base64': (text) => base64(JSON.stringify({ data: base64(text) })),
  'base64 of base64, in lines': (text) => wrapped(base64(base64(text)), 76),
  'base64 of base64 behind a word': (text) => `id-${base64(base64(text))}`,
  'base64 of base64 in a URL': (text) => encodeURIComponent(base64(base64(text))),
  'base64 of hex': (text) => base64(hex(text)),
  'base64 of UTF-16': (text) => base64(Buffer.from(text, 'utf16le')),
  'base64 of gzip': (text) => base64(gzipSync(text)),
  'base64 of gzip in JSON': (text) => JSON.stringify({ data: base64(gzipSync(text)) }),
  'base64 of zstd': (text) => base64(zstdCompressSync(text)),
  'hex of base64': (text) => hex(base64(text)),
  'hex of hex': (text) => hex(hex(text)),
};

test.each(Object.entries(encoders))('every planted value is found in %s', (_, encode) => {
  fc.assert(
    fc.property(someValue, before, behind, (planted, left, right) => {
      const { leaks } = search.search(Buffer.from(encode(`${left}${planted.value}${right}`)));
      expect(holds(leaks, planted), planted.type).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test.each(Object.entries(nested))('every planted value is found in %s', (_, encode) => {
  fc.assert(
    fc.property(someValue, before, behind, (planted, left, right) => {
      const text = `{"note":"${left}${planted.value}${right}"}`;
      expect(holds(search.search(Buffer.from(`sent: ${encode(text)}`)).leaks, planted), planted.type).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['br', brotliCompressSync],
  ['deflate', deflateRawSync],
  ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
] as const)('every planted value is found where a header says %s', (encoding, compress) => {
  fc.assert(
    fc.property(someValue, (planted) => {
      expect(holds(search.search(compress(`a ${planted.value} b`), encoding).leaks, planted)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('a number is found without its separators, and with others', () => {
  const cards = ofType('CREDIT_CARD').map((card) => ({ ...card, value: card.value.replaceAll(/\D/g, '') }));
  for (const card of cards) {
    for (const text of [card.value, card.value.replaceAll(/.{4}/g, '$& ')])
      expect(holds(search.search(Buffer.from(`paid by ${text} today`)).leaks, card)).toBe(true);
  }
  for (const ssn of ofType('US_SSN')) {
    expect(holds(search.search(Buffer.from(`ssn=${ssn.value}`)).leaks, ssn)).toBe(true);
    expect(holds(search.search(Buffer.from(`bad value ${ssn.value}, try again`)).leaks, ssn)).toBe(true);
    expect(holds(search.search(Buffer.from(`ssn=${ssn.value.replaceAll('-', '')}`)).leaks, ssn)).toBe(true);
    expect(holds(search.search(Buffer.from(`"ssn":"${ssn.value.replaceAll('-', ' ')}"`)).leaks, ssn)).toBe(true);
  }
});

test('a bare number of nine digits counts in company, is told of alone, and is withheld either way', () => {
  const exchange = plan.exchanges.find(
    ({ planted }) => planted.some(({ type }) => type === 'US_SSN') && new Set(planted.map(({ type }) => type)).size > 1,
  );
  const ssn = exchange?.planted.find(({ type }) => type === 'US_SSN');
  const other = exchange?.planted.find(({ type }) => type !== 'US_SSN');
  if (!ssn || !other) throw new Error('The plan has such an exchange.');
  const bare = ssn.value.replaceAll('-', '');
  const alone = search.search(Buffer.from(`0 ${bare} 1`));
  expect([alone.leaks, alone.suspects.map(({ type }) => type)]).toEqual([[], ['US_SSN']]);
  expect(search.holdsValue(`0 ${bare} 1`)).toBe(true);
  const together = search.search(Buffer.from(`0 ${bare} 1 ${other.value}`)).leaks.map(({ type }) => type);
  expect(together).toContain('US_SSN');
  expect(search.search(Buffer.from(`0${bare}1`))).toMatchObject({ leaks: [], suspects: [] });
});

test('the bodies of a plan give back all that was planted', () => {
  const bodies = plan.exchanges.map(({ request, response }) => `${request.body}\n${response.body}`).join('\n');
  const found = new Set(
    search.search(Buffer.from(bodies)).leaks.map(({ type, exchangeId }) => `${exchangeId} ${type}`),
  );
  expect(found).toEqual(new Set(values.map(({ id, type }) => `${id} ${type}`)));
});

test('a value is found however it is cut into pieces', () => {
  const chunks = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
  const encode = fc.constantFrom(...Object.values(encoders).slice(0, 25));
  fc.assert(
    fc.property(someValue, chunks, encode, fc.nat(30), (planted, sizes, write, shift) => {
      const bytes = Buffer.from(write(`${'- '.repeat(shift)}${planted.value} .`));
      const across = search.acrossPieces();
      const leaks: Leak[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const end = at + (sizes[turn % sizes.length] ?? 1);
        const piece = bytes.subarray(at, end);
        leaks.push(...search.search(piece).leaks, ...across(piece));
        at = end;
      }
      expect(holds(leaks, planted)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('a value is found in a protobuf message, at its field and dealt out to several', () => {
  const batch = (text: string, ...more: string[]) =>
    toBinary(
      IngestBatchRequestSchema,
      create(IngestBatchRequestSchema, {
        events: [text, ...more].map((url) =>
          create(EventSchema, { event: { case: 'request', value: { url, path: '/', agent: 'curl' } } }),
        ),
      }),
    );
  fc.assert(
    fc.property(someValue, fc.nat(90), fc.integer({ min: 1, max: 6 }), (planted, padding, cut) => {
      for (const message of [batch(planted.value), batch(`${planted.value} ${'z'.repeat(padding)}`)])
        expect(holds(search.search(message).leaks, planted)).toBe(true);
      const framed = [planted.value.slice(0, cut), planted.value.slice(cut)].map((part) => {
        const head = Buffer.alloc(5);
        head.writeUInt32BE(part.length + 2, 1);
        return Buffer.concat([head, Buffer.from([0x0a, part.length]), Buffer.from(part)]);
      });
      expect(holds(search.search(Buffer.concat(framed)).leaks, planted)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('a value is found across two pieces, and one in either of them is none of the border', () => {
  for (const planted of values) {
    const [left, right] = [planted.value.slice(0, 5), planted.value.slice(5)].map((text) => Buffer.from(text));
    if (!left || !right) throw new Error('Two pieces.');
    const across = search.acrossPieces();
    expect(across(left)).toEqual([]);
    expect(holds(across(right), planted)).toBe(true);
    expect(across(Buffer.from('.'))).toEqual([]);
    const whole = search.acrossPieces();
    expect([...whole(Buffer.from(planted.value)), ...whole(Buffer.from('.'))]).toEqual([]);
  }
});

test("another seed's bodies hold no number, no licence and no mailbox of this one", () => {
  const other = planTraffic({ seed: 4, exchanges: 1500 });
  const bodies = other.exchanges.map(({ request, response }) => `${request.body}\n${response.body}`).join('\n');
  const { leaks, suspects } = search.search(Buffer.from(bodies));
  expect([...leaks, ...suspects].filter(({ type }) => /NUMBER|SSN|CARD|LICENSE|EMAIL/.test(type))).toEqual([]);
});

test('megabytes of digests, of random bytes, base64, hex and numbers hold none', () => {
  const random = createRandom(7);
  const digest = (index: number) => createHash('sha512').update(`${index}`).digest();
  const noise = Buffer.concat(Array.from({ length: 32_000 }, (_, index) => digest(index)));
  const decimals = Array.from({ length: 200_000 }, () => random.digits(random.integer(1, 20))).join(',');
  for (const data of [noise, noise.toString('base64'), noise.toString('hex'), decimals]) {
    const { leaks, suspects } = search.search(Buffer.from(data));
    expect([leaks, suspects]).toEqual([[], []]);
  }
  const [number] = ofType('US_BANK_NUMBER');
  expect(search.holdsValue(`a digest ab12${number?.value}34cd with its digits inside`)).toBe(false);
  expect(search.holdsValue(`0.${number?.value}`)).toBe(false);
  for (const text of ['account ', '%20', '=%3D', '\\u003d', '\\x3d', '\\n', ''])
    expect(search.holdsValue(text + number?.value)).toBe(true);
});

test('what a header or a magic number promises may grow to a limit only', () => {
  const bomb = Buffer.alloc(80 * 2 ** 20);
  for (const packed of [gzipSync(bomb), zstdCompressSync(bomb), deflateSync(bomb)])
    expect(search.search(packed).cut).toBe(true);
  expect(search.search(Buffer.from(base64(gzipSync(bomb)))).cut).toBe(true);
});

test.each([1, 300, 1804])('a hit by chance takes a million gigabytes, with %i exchanges', (exchanges) => {
  const { falseAlarmsPerByte } = leakSearchFor(planTraffic({ seed: 1, exchanges }));
  expect(falseAlarmsPerByte * 1e9).toBeLessThanOrEqual(1e-6);
});

test('a social security number as it is written counts by itself, whatever stands around', () => {
  const large = planTraffic({ seed: 1, exchanges: 1804 });
  const ssn = large.exchanges.flatMap(({ planted }) => planted).find(({ type }) => type === 'US_SSN');
  expect(
    leakSearchFor(large)
      .search(Buffer.from(`0 ${ssn?.value} 1`))
      .leaks.map(({ type }) => type),
  ).toEqual(['US_SSN']);
});

test('names beyond ASCII are found in either case and in Latin-1', () => {
  const [exchange] = plan.exchanges;
  if (!exchange) throw new Error('The plan is not empty.');
  const value = 'Zoë Grønbæk-Müller';
  const planted = [{ type: 'PERSON', value, source: 'request_body', path: '$.name' } as const];
  const other = leakSearchFor({ ...plan, exchanges: [{ ...exchange, planted }] } satisfies TrafficPlan);
  const decomposed = [...value].map((sign) => `&#x${sign.codePointAt(0)?.toString(16)};`).join('');
  for (const bytes of [
    Buffer.from(value.toUpperCase()),
    Buffer.from(value, 'latin1'),
    Buffer.from(value, 'utf16le'),
    Buffer.from(value, 'utf16le').swap16(),
    Buffer.from(decomposed),
    Buffer.from(encodeURIComponent(value)),
    Buffer.from('Zo&euml; Grønb&#230;k-M\\u00fcller'),
  ])
    expect(other.search(bytes).leaks.length).toBeGreaterThan(0);
});

test('the search is built once for a plan, and numbers are searched for', () => {
  expect(leakSearchFor(plan)).toBe(search);
  expect(numbers.length).toBeGreaterThan(100);
});
