import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Encoding, encodings } from './encodings.ts';

const value = fc
  .oneof(fc.string({ minLength: 8, maxLength: 30 }), fc.string({ unit: 'grapheme', minLength: 8, maxLength: 30 }))
  .filter((text) => text.isWellFormed());
const around = fc.string({ maxLength: 9 });
const stands = (text: string, original: string, ...expected: Encoding[]) => {
  const bytes = Buffer.from(text).toString('latin1');
  return encodings(original).some((each) => expected.includes(each.encoding) && bytes.includes(each.bytes));
};

test('a value is found wherever an encoder put it, whatever stands around it', () => {
  fc.assert(
    fc.property(around, value, around, (before, original, after) => {
      const whole = before + original + after;
      expect(stands(whole, original, 'plain')).toBe(true);
      expect(stands(JSON.stringify({ field: whole }), original, 'plain', 'JSON')).toBe(true);
      expect(stands(Buffer.from(whole).toString('base64'), original, 'base64')).toBe(true);
      expect(stands(Buffer.from(whole).toString('base64url'), original, 'base64', 'base64url')).toBe(true);
      expect(stands(Buffer.from(whole).toString('hex'), original, 'hex')).toBe(true);
      expect(stands(Buffer.from(whole).toString('hex').toUpperCase(), original, 'hex')).toBe(true);
    }),
  );
});

test('a value is found in a URL, in either case and with either space', () => {
  const printable = fc.string({ minLength: 8, maxLength: 30 });
  const lower = (text: string) => text.replaceAll(/%../g, (triplet) => triplet.toLowerCase());
  fc.assert(
    fc.property(printable, (original) => {
      for (const text of [
        encodeURIComponent(original),
        encodeURI(original),
        encodeURIComponent(original).replaceAll('%20', '+'),
      ]) {
        expect(stands(text, original, 'plain', 'URL')).toBe(true);
        expect(stands(lower(text), original, 'plain', 'URL')).toBe(true);
      }
    }),
  );
});

test('the three escapes of Go and the ASCII of Python are known', () => {
  expect(stands('"Kuhn \\u0026 Partners"', 'Kuhn & Partners', 'JSON')).toBe(true);
  expect(stands('"Ren\\u00e9 Dupont"', 'René Dupont', 'JSON')).toBe(true);
});

test('each spelling stands once', () => {
  fc.assert(
    fc.property(value, (original) => {
      const all = encodings(original).map(({ bytes }) => bytes);
      expect(new Set(all).size).toBe(all.length);
    }),
  );
});
