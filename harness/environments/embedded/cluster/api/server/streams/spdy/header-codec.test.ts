import { once } from 'node:events';
import { constants, createDeflate, createInflate, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dictionary } from './dictionary.ts';
import { decodeHeaderBlock, encodeHeaderBlock, type Headers } from './header-block.ts';
import { HeaderDecoder, HeaderEncoder } from './header-codec.ts';
import { SpdyError } from './spdy-error.ts';

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => text === text.toLowerCase());
const value = fc.string({ unit: 'binary', maxLength: 300 });
const headers = fc.array(fc.tuple(name, value), { maxLength: 8 }).map((entries) => new Map(entries));
const connection = fc.array(headers, { minLength: 1, maxLength: 20 });

test('the dictionary is the one of the draft', () => {
  expect(dictionary.length).toBe(1423);
  expect(dictionary.subarray(0, 11).toString('latin1')).toBe('\0\0\0\x07options');
});

test('any headers come through, one connection long', () => {
  fc.assert(
    fc.property(connection, (all) => {
      const [encoder, decoder] = [new HeaderEncoder(), new HeaderDecoder()];
      for (const one of all) expect(decoder.decode(encoder.encode(one))).toEqual(one);
    }),
  );
});

test("zlib's own stream reads what is written, and what it writes is read", async () => {
  const finishFlush = constants.Z_SYNC_FLUSH;
  await fc.assert(
    fc.asyncProperty(connection, async (all) => {
      const [encoder, decoder] = [new HeaderEncoder(), new HeaderDecoder()];
      const inflate = createInflate({ dictionary, finishFlush });
      const deflate = createDeflate({ dictionary, flush: finishFlush });
      for (const one of all) {
        inflate.write(encoder.encode(one));
        expect(decodeHeaderBlock(await flushed(inflate))).toEqual(one);
        deflate.write(encodeHeaderBlock(one));
        expect(decoder.decode(await flushed(deflate))).toEqual(one);
      }
    }),
    { numRuns: 20 },
  );
});

async function flushed(stream: ReturnType<typeof createInflate> | ReturnType<typeof createDeflate>): Promise<Buffer> {
  if (stream.readableLength === 0) await once(stream, 'readable');
  await new Promise<void>((resolve) => stream.flush(constants.Z_SYNC_FLUSH, resolve));
  return (stream.read() as Buffer | null) ?? Buffer.alloc(0);
}

test('whatever comes, it is read or refused', () => {
  const read = (block: Uint8Array) => {
    try {
      new HeaderDecoder().decode(Buffer.from(block));
      decodeHeaderBlock(Buffer.from(block));
    } catch (error) {
      expect(error).toBeInstanceOf(SpdyError);
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), read));
  const broken = fc.tuple(headers, fc.nat(), fc.nat(255)).map(([one, place, byte]) => {
    const block = new HeaderEncoder().encode(one);
    block[place % block.length] = byte;
    return block;
  });
  fc.assert(fc.property(broken, read));
});

test.each<[string, Headers]>([
  ['header was not lowercased', new Map([['Port', '1']])],
  ['header was not lowercased', new Map([['', '1']])],
])('%s', (message, one) => {
  expect(() => decodeHeaderBlock(encodeHeaderBlock(one))).toThrow(message);
});

test('a block that grows beyond all measure is refused', () => {
  const start = new HeaderEncoder().encode(new Map()).subarray(0, 6);
  const bomb = deflateRawSync(Buffer.alloc(2 ** 24), { finishFlush: constants.Z_SYNC_FLUSH });
  expect(() => new HeaderDecoder().decode(Buffer.concat([start, bomb]))).toThrow(SpdyError);
});
