import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyPattern } from './policy-pattern.ts';
import { fitsWildcards, readWildcards } from './wildcard.ts';

const none = new Map<string, readonly string[]>();
const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'ü', '😀') });
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'ü', '😀', '*', '?') });

/** The definition, written down plainly: takes exponential time and is right. */
function fits(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === '*') return fits(rest, text) || (text.length > 0 && fits(pattern, text.slice(1)));
  return text.length > 0 && (first === '?' || first === text[0]) && fits(rest, text.slice(1));
}

test('a pattern fits exactly what its definition says', () => {
  fc.assert(
    fc.property(patterns, letters, (pattern, text) => {
      expect(fitsWildcards(readWildcards(pattern), text)).toBe(fits([...pattern], [...text]));
    }),
  );
});

test('any text fits itself with runs put anywhere', () => {
  fc.assert(
    fc.property(letters, fc.array(fc.nat(20)), (text, places) => {
      const characters = [...text];
      for (const place of places) characters.splice(place % (characters.length + 1), 0, '*');
      expect(policyPattern(characters.join(''))(text, none)).toBe(true);
    }),
  );
});

test('the steps of a match are at most the product of both lengths', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 400 }), (runs, length) => {
      const tokens = readWildcards(`${'*a'.repeat(runs)}*b`);
      let steps = 0;
      const counted = new Proxy(tokens, {
        get(target, name, receiver) {
          if (typeof name === 'string' && /^\d+$/.test(name)) steps++;
          return Reflect.get(target, name, receiver);
        },
      });
      expect(fitsWildcards(counted, 'a'.repeat(length))).toBe(false);
      expect(steps).toBeLessThanOrEqual((tokens.length + 2) * (length + 2));
    }),
  );
});

test('a variable brings its value, its default or nothing, and no wildcard', () => {
  const name = `$\{aws:username}`;
  const withDefault = `$\{aws:username, 'nobody'}`;
  const star = new Map([['aws:username', ['*']]]);
  expect(policyPattern(`home/${name}`)('home/*', star)).toBe(true);
  expect(policyPattern(`home/${name}`)('home/x', star)).toBe(false);
  expect(policyPattern(`home/${name}`)('home/', none)).toBe(false);
  expect(policyPattern(`home/${withDefault}`)('home/nobody', none)).toBe(true);
});
