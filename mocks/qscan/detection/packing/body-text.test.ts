import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reading } from '../fields/reading.ts';
import { defaultLimits } from '../limits.ts';
import { bodyText } from './body-text.ts';

const read = (bytes: Uint8Array, contentEncoding?: string, contentType?: string, limits = defaultLimits) => {
  const reading = new Reading(limits);
  return bodyText(bytes, { contentType, contentEncoding }, reading).then((text) => [text, reading.incomplete]);
};

const codings = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  Deflate: deflateRawSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
} as const;

test('a body is what it was before any codings that its head names, in their order', async () => {
  const names = fc.array(fc.constantFrom(...(Object.keys(codings) as (keyof typeof codings)[])), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), names, async (text, applied) => {
      const bytes = applied.reduce<Buffer>((inner, name) => codings[name](inner), Buffer.from(text));
      // A byte order mark at the front is no part of the text.
      expect(await read(bytes, applied.join(', '))).toEqual([text.replace(/^\ufeff/, ''), undefined]);
    }),
  );
});

test('bytes that are not what the head says stay as they are, and a coding that nobody knows is none', async () => {
  expect(await read(Buffer.from('plain'), 'gzip')).toEqual(['plain', undefined]);
  expect(await read(Buffer.from('plain'), 'rot13')).toEqual(['plain', undefined]);
});

test('what was cut off opens as far as it goes', async () => {
  const whole = 'To Ada, from Bob. '.repeat(2000) + Math.PI;
  const [text] = await read(gzipSync(whole).subarray(0, -12), 'gzip');
  expect(text?.length).toBeGreaterThan(30_000);
  expect(whole.startsWith(text ?? '-')).toBe(true);
});

test('what grows too much is read up to the limit, and says so', async () => {
  const bomb = gzipSync(Buffer.alloc(1_000_000, 'a'));
  const [text, incomplete] = await read(bomb, 'gzip', undefined, { ...defaultLimits, expansion: 2 });
  expect([text?.length, incomplete]).toEqual([64 * 1024, 'compressed more than 2 times']);
  const [less, room] = await read(bomb, 'gzip', undefined, { ...defaultLimits, unpackedLength: 1000 });
  expect([less?.length, room]).toEqual([1000, 'longer than 1000 characters once unpacked']);
});

const utf16 = Buffer.from('\ufeffJürgen', 'utf16le');
const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><n>Jürgen</n>', 'latin1');

test.each<[string, Uint8Array, string | undefined]>([
  ['UTF-8', Buffer.from('Jürgen'), undefined],
  ['UTF-8 with a mark, whatever the type says', Buffer.from('\ufeffJürgen'), 'text/plain; charset=latin1'],
  ['UTF-16 by its mark', utf16, 'text/plain; charset=utf-8'],
  ['UTF-16 big-endian by its mark', Buffer.from(utf16).swap16(), undefined],
  ['the charset of the type', Buffer.from('Jürgen', 'latin1'), 'text/plain; charset="ISO-8859-1"'],
  ['an XML declaration', latin, undefined],
  ['a meta element', Buffer.from('<html><meta charset=windows-1252>Jürgen', 'latin1'), 'text/html'],
  ['a type with a charset that is unknown', Buffer.from('Jürgen'), 'text/plain; charset=klingon'],
])('the charset is told by: %s', async (_, bytes, contentType) => {
  const [text] = await read(bytes, undefined, contentType);
  expect(text).toContain('Jürgen');
  expect(text).not.toContain('\ufeff');
});

test('a byte that is no UTF-8 is replaced', async () => {
  expect(await read(Buffer.from('Jürgen', 'latin1'))).toEqual(['J\ufffdrgen', undefined]);
});
