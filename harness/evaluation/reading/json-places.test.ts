import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPlaces } from './json-places.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('a text has a fault exactly where JSON.parse refuses it', () => {
  const broken = fc
    .tuple(
      fc.json({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', ']', '}', ':', '\\', '1', '\n', ' ', 'x'),
      fc.nat(2),
    )
    .map(([text, place, sign, drop]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + sign + text.slice(at + drop);
    });
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken), (text) => {
      expect(jsonPlaces(text).fault === undefined).toBe(parses(text));
    }),
    { numRuns: 500 },
  );
});

test('each value stands where its place says', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), fc.nat(3), (list, indent) => {
      const text = JSON.stringify(list, undefined, indent);
      const { values } = jsonPlaces(text);
      for (const [index, value] of list.entries()) {
        const { start, end } = values.get(`$[${index}]`) ?? { start: 0, end: 0 };
        expect(JSON.parse(text.slice(start, end))).toEqual(JSON.parse(JSON.stringify(value)));
      }
    }),
  );
});

test('names are written as in the path of a finding', () => {
  const text = '{"a": {"e-mail": ["x", 12]}}';
  const { values } = jsonPlaces(text);
  expect([...values].map(([path, { start, end }]) => [path, text.slice(start, end)])).toEqual([
    ["$.a['e-mail'][0]", '"x"'],
    ["$.a['e-mail'][1]", '12'],
    ["$.a['e-mail']", '["x", 12]'],
    ['$.a', '{"e-mail": ["x", 12]}'],
    ['$', text],
  ]);
});

test('a fault is told by its place, however deep and long the text', () => {
  expect(jsonPlaces('[1,\n2,]').fault).toBe(6);
  expect(jsonPlaces('{"a" 1}').fault).toBe(5);
  expect(jsonPlaces('[1').fault).toBe(2);
  expect(jsonPlaces(`"${'x'.repeat(5_000_000)}"`).fault).toBeUndefined();
});
