import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GoValue, goJson } from './go-json.ts';

test('map keys are sorted by bytes, struct fields stay in order, absent ones are left out', () => {
  const map = new Map([
    ['b', '1'],
    [':path', '2'],
    ['\u{1f600}', '3'],
    ['\uffee', '4'],
  ]);
  expect(goJson({ z: map, a: undefined, b: 1 })).toBe('{"z":{":path":"2","b":"1","\uffee":"4","\u{1f600}":"3"},"b":1}');
});

test("what could end a script or a line is escaped as Go's encoder does", () => {
  expect(goJson('<a>&\u2028\u2029"\\\n\t\u0001\u007f')).toBe(
    '"\\u003ca\\u003e\\u0026\\u2028\\u2029\\"\\\\\\n\\t\\u0001\u007f"',
  );
});

test.each([
  [[0x61, 0xff, 0x62], '"a\\ufffdb"'],
  [[0xe2, 0x82], '"\\ufffd\\ufffd"'],
  [[0xc0, 0x80], '"\\ufffd\\ufffd"'],
  [[0xed, 0xa0, 0x80], '"\\ufffd\\ufffd\\ufffd"'],
  [[0xf0, 0x9f, 0x98, 0x80, 0x80], '"\u{1f600}\\ufffd"'],
  [[0xef, 0xbf, 0xbd, 0xfe], '"\ufffd\\ufffd"'],
])('invalid UTF-8 %j becomes one escape a byte', (bytes, expected) => {
  expect(goJson(Buffer.from(bytes))).toBe(expected);
});

test('what is written reads back as what it was', () => {
  const text = fc.string({ unit: 'binary' });
  const value = fc.letrec<{ value: GoValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      text.map((each) => Buffer.from(each)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    ),
  })).value;
  const plain = (each: GoValue): unknown => {
    if (Buffer.isBuffer(each)) return each.toString();
    if (Array.isArray(each)) return each.map(plain);
    if (each instanceof Map) return Object.fromEntries([...each].map(([key, entry]) => [key, plain(entry)]));
    return each;
  };
  fc.assert(
    fc.property(value, (each) => {
      const json = goJson(each);
      expect(JSON.parse(json)).toEqual(plain(each));
      expect(json).not.toMatch(/[<>&\u2028\u2029]/);
    }),
  );
});

test('any bytes give JSON whose text is what a UTF-8 decoder makes of them, up to the number of replacements', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const collapsed = (text: string) => text.replaceAll(/\ufffd+/g, '\ufffd');
      const parsed = JSON.parse(goJson(Buffer.from(bytes))) as string;
      expect(collapsed(parsed)).toBe(collapsed(Buffer.from(bytes).toString()));
    }),
  );
});
