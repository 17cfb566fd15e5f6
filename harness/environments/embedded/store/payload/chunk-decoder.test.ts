import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkDecoder } from './chunk-decoder.ts';

function decoder({ trailer = true } = {}) {
  const pieces: Buffer[] = [];
  const subject = new ChunkDecoder({
    verifier: undefined,
    trailer,
    limit: 1e6,
    onContent: (bytes) => pieces.push(bytes),
  });
  return { subject, content: () => Buffer.concat(pieces) };
}
const encode = (chunks: readonly Uint8Array[], trailers = '') =>
  Buffer.concat([
    ...chunks.map((chunk) =>
      Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
    ),
    Buffer.from(`0\r\n${trailers}\r\n`),
  ]);

/** Chunks as S3 takes them: all but the last of at least 8 KiB. */
const chunks = fc
  .tuple(
    fc.array(fc.uint8Array({ minLength: 8192, maxLength: 8300 }), { maxLength: 3 }),
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
  )
  .map(([full, last]) => [...full, last]);

test('however an upload is cut into chunks and packets, the same bytes come out', () => {
  fc.assert(
    fc.property(chunks, fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 30 }), (content, cuts) => {
      const wire = encode(content, 'x-amz-checksum-crc32:AAAAAA==\r\n');
      const { subject, content: decoded } = decoder();
      let start = 0;
      for (const size of [...cuts, wire.length]) {
        if (start < wire.length) subject.push(wire.subarray(start, start + size));
        start += size;
      }
      const trailers = subject.finish();
      expect(decoded().equals(Buffer.concat(content))).toBe(true);
      expect([...trailers]).toEqual([['x-amz-checksum-crc32', 'AAAAAA==']]);
    }),
  );
});

test('an upload that stops anywhere is incomplete', () => {
  const wire = encode([Buffer.alloc(8192, 1), Buffer.from('end')], 'x-amz-checksum-crc32:AAAAAA==\r\n');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: wire.length - 1 }), (length) => {
      const { subject } = decoder();
      subject.push(wire.subarray(0, length));
      expect(() => subject.finish()).toThrow(expect.objectContaining({ code: 'IncompleteBody' }));
    }),
  );
});

test.each([
  ['not a size\r\n', 'InvalidRequest'],
  ['5\r\nabcdef\r\n', 'InvalidRequest'],
  ['-1\r\n', 'InvalidRequest'],
  ['0\r\n\r\nmore', 'InvalidRequest'],
  [`${'0'.repeat(20_000)}`, 'InvalidRequest'],
  ['0\r\nno colon\r\n\r\n', 'MalformedTrailerError'],
  ['0\r\na:1\r\na:2\r\n\r\n', 'MalformedTrailerError'],
  ['1\r\na\r\n1\r\nb\r\n0\r\n\r\n', 'InvalidChunkSizeError'],
  ['ffffffff\r\n', 'EntityTooLarge'],
])('%j is refused', (wire, code) => {
  expect(() => decoder().subject.push(Buffer.from(wire))).toThrow(expect.objectContaining({ code }));
});

test('trailing headers have no place where none were announced', () => {
  const { subject } = decoder({ trailer: false });
  expect(() => subject.push(Buffer.from('0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'))).toThrow(
    expect.objectContaining({ code: 'MalformedTrailerError' }),
  );
});
