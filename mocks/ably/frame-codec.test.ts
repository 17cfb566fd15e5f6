import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from './frame-codec.ts';
import { action } from './protocol-message.ts';

const formats = ['json', 'msgpack'] as const;
const bytes = (frame: string | Uint8Array) => (typeof frame === 'string' ? Buffer.from(frame) : frame);

describe.each(formats)('%s', (format) => {
  test('what is written is read again', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed());
    const messages = fc.array(fc.record({ name: text, data: text }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.nat(), text, fc.nat(), messages, (number, channel, msgSerial, events) => {
        const message = { action: number, channel, msgSerial, messages: events };
        expect(decodeFrame(bytes(encodeFrame(message, format)), format)).toEqual(message);
      }),
    );
  });

  test('any bytes are a message or none, and never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (frame) => {
        const message = decodeFrame(frame, format);
        expect(message === undefined || Number.isInteger(message.action)).toBe(true);
      }),
    );
  });

  // A name that would reach into JavaScript's own objects is refused by the reader of MessagePack.
  const named = fc.dictionary(
    fc.string().filter((name) => name !== '__proto__'),
    fc.string(),
  );

  test('fields of another type are as if they were not there', () => {
    fc.assert(
      fc.property(named, fc.jsonValue({ maxDepth: 2 }), (fields, messages) => {
        const plain = JSON.parse(
          JSON.stringify({ ...fields, channel: 7, msgSerial: 'x', messages, action: action.attach }),
        );
        const frame = format === 'json' ? Buffer.from(JSON.stringify(plain)) : encode(plain);
        const read = decodeFrame(frame, format);
        expect(read).toMatchObject({ action: action.attach });
        expect(read).not.toHaveProperty('channel');
        expect(read).not.toHaveProperty('msgSerial');
      }),
    );
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a list that claims four billion elements', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)],
    ['lists within lists', Buffer.alloc(60_000, format === 'json' ? '[' : 0x91)],
    ['half a message', bytes(encodeFrame({ action: 15, channel: 'a channel' }, format)).subarray(0, 9)],
  ])('%s is no message', (_, frame) => {
    expect(decodeFrame(frame, format)).toBeUndefined();
  });
});
