import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionKind } from './connection-kind.ts';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

test('no prefix of a stream is taken for another kind than the whole of it', () => {
  const stream = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 40 }),
    fc.uint8Array({ maxLength: 5 }).map((rest) => Buffer.concat([preface, rest])),
    fc.uint8Array({ maxLength: 5 }).map((rest) => Buffer.concat([Buffer.from([0x16, 3, 1]), rest])),
    fc
      .tuple(fc.nat(preface.length), fc.uint8Array({ maxLength: 5 }))
      .map(([cut, rest]) => Buffer.concat([preface.subarray(0, cut), rest])),
  );
  fc.assert(
    fc.property(stream, (bytes) => {
      const whole = connectionKind(bytes);
      for (let length = 0; length < bytes.length; length++) {
        expect([undefined, whole]).toContain(connectionKind(bytes.subarray(0, length)));
      }
    }),
  );
});

test.each([
  ['tls', Buffer.from([0x16, 0x03, 0x01])],
  ['h2c', preface],
  ['http/1.1', Buffer.from('PUT / HTTP/1.1\r\n')],
  ['http/1.1', Buffer.from('PRINT / HTTP/1.1\r\n')],
  [undefined, Buffer.from('P')],
  [undefined, Buffer.alloc(0)],
])('%s', (kind, bytes) => {
  expect(connectionKind(bytes)).toBe(kind);
});
