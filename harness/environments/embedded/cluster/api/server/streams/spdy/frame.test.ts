import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, type Frame } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { SpdyError } from './spdy-error.ts';

const stream = fc.integer({ min: 1, max: 0x7fff_ffff });
const word = fc.integer({ min: 0, max: 0xffff_ffff });
const fin = fc.boolean();
const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array));
const literal = <const T extends string>(type: T) => fc.constant(type);

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ type: literal('data'), stream, fin, data: bytes }),
  fc.record({
    type: literal('synStream'),
    stream,
    fin,
    unidirectional: fc.boolean(),
    associated: fc.nat(0x7fff_ffff),
    priority: fc.nat(7),
    headers: bytes,
  }),
  fc.record({ type: fc.constantFrom('synReply' as const, 'headers' as const), stream, fin, headers: bytes }),
  fc.record({ type: literal('rstStream'), stream, status: word }),
  fc.record({
    type: literal('settings'),
    settings: fc.array(fc.tuple(fc.nat(0xff_ffff), word), { maxLength: 5 }).map((entries) => new Map(entries)),
  }),
  fc.record({ type: literal('ping'), id: word }),
  fc.record({ type: literal('goAway'), lastStream: fc.nat(0x7fff_ffff), status: word }),
  fc.record({ type: literal('windowUpdate'), stream: fc.nat(0x7fff_ffff), delta: fc.nat(0x7fff_ffff) }),
);

test('frames come through, wherever the connection cuts them', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 10 }), fc.array(fc.nat(), { maxLength: 10 }), (frames, cuts) => {
      const all = Buffer.concat(frames.map(encodeFrame));
      const places = [...cuts.map((cut) => cut % (all.length + 1)), 0, all.length].sort((a, b) => a - b);
      const reader = new FrameReader();
      const read = places.flatMap((place, index) => [...reader.read(all.subarray(places[index - 1] ?? 0, place))]);
      expect(joined(read)).toEqual(joined(frames));
    }),
  );
});

/** Data of one stream that follows itself is one piece, however it was framed. */
function joined(frames: readonly Frame[]): Frame[] {
  const result: Frame[] = [];
  for (const next of frames) {
    const last = result.at(-1);
    if (last?.type === 'data' && next.type === 'data' && last.stream === next.stream && !last.fin) {
      result.splice(-1, 1, { ...next, data: Buffer.concat([last.data, next.data]) });
    } else result.push(next);
  }
  return result;
}

test('large data comes in pieces, the last of which ends it', () => {
  const bytes = encodeFrame({ type: 'data', stream: 1, fin: true, data: Buffer.alloc(100) });
  const reader = new FrameReader();
  const pieces = [bytes.subarray(0, 40), bytes.subarray(40)].flatMap((part) => [...reader.read(part)]);
  expect(pieces.map((piece) => piece.type === 'data' && [piece.data.length, piece.fin])).toEqual([
    [32, false],
    [68, true],
  ]);
});

test.each([
  ['another version', '8002000100000000', 'the frame is not of SPDY/3'],
  ['a long control frame', '8003000100ffffff', 'a control frame has 16777215 bytes'],
  ['a stream without number', '0000000000000001', 'stream id zero is disallowed'],
  ['a short frame', '80030003000000040000000100', 'invalid control frame'],
  ['more settings than there are', '800300040000000400ffffff', 'invalid control frame'],
  ['a reset of no stream', '80030003000000080000000000000001', 'stream id zero is disallowed'],
])('%s is refused', (_, hex, message) => {
  expect(() => [...new FrameReader().read(Buffer.from(hex, 'hex'))]).toThrow(message);
});

test('a type that no draft knows is passed over', () => {
  const ping = encodeFrame({ type: 'ping', id: 1 });
  const unknown = Buffer.from('800300ff00000002abcd', 'hex');
  expect([...new FrameReader().read(Buffer.concat([unknown, ping]))]).toEqual([{ type: 'ping', id: 1 }]);
});

test('whatever comes, it is read or refused', () => {
  const start = fc.constantFrom('', '80030001', '80030002', '80030004', '80030009', '00000001');
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 100 }), (hex, rest) => {
      try {
        Array.from(new FrameReader().read(Buffer.concat([Buffer.from(hex, 'hex'), rest])));
      } catch (error) {
        expect(error).toBeInstanceOf(SpdyError);
      }
    }),
  );
});
