import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpack } from './unpack.ts';

const text = 'what was hidden '.repeat(20);
const texts = (...args: Parameters<typeof unpack>) =>
  unpack(...args).contents.map(({ bytes }) => Buffer.from(bytes).toString());

test.each([
  ['gzip', gzipSync(text), 'gzip'],
  ['gzip without a header that says so', gzipSync(text), undefined],
  ['deflate', deflateSync(text), 'deflate'],
  ['bare deflate', deflateRawSync(text), 'deflate'],
  ['brotli', brotliCompressSync(text), 'br'],
  ['zlib that no header names', deflateSync(text), undefined],
  ['zstd', zstdCompressSync(text), 'zstd'],
  ['zstd that no header names', zstdCompressSync(text), undefined],
  ['brotli over gzip', brotliCompressSync(gzipSync(text)), 'gzip, br'],
  ['brotli over bare deflate', brotliCompressSync(deflateRawSync(text)), 'deflate, br'],
])('opens %s', (_, bytes, contentEncoding) => {
  expect(texts(bytes, { contentEncoding })).toContain(text);
});

test('opens every member in the middle of other bytes, and members in members', () => {
  const frame = Buffer.from([1, 0, 0, 1, 7]);
  const bytes = Buffer.concat([frame, gzipSync('first member'), frame, gzipSync(gzipSync('inner one')), frame]);
  const { contents } = unpack(bytes);
  expect(contents.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(
    expect.arrayContaining(['first member', 'inner one']),
  );
  expect(contents.find(({ bytes }) => Buffer.from(bytes).toString() === 'first member')?.way).toEqual(['gzip at 5']);
});

test('opens what a journal cut off, as far as it goes', () => {
  const noise = Array.from({ length: 4000 }, (_, index) => `${index * 7919} `).join('');
  const packed = gzipSync(noise);
  const opened = texts(packed.subarray(0, packed.length / 2));
  expect(opened.some((content) => content.length > 1000 && noise.startsWith(content))).toBe(true);
});

test('says so when content grows beyond the limit', () => {
  expect(unpack(gzipSync(Buffer.alloc(100_000)), { limit: 1000 })).toMatchObject({ cut: true });
  expect(unpack(gzipSync(text), { limit: 1000 })).toMatchObject({ cut: false });
});

test('bytes that only look compressed are left alone', () => {
  const bytes = Buffer.from([0x1f, 0x8b, 0x08, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(unpack(bytes, { contentEncoding: 'deflate' })).toEqual({ contents: [{ way: [], bytes }], cut: false });
});
