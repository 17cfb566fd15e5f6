import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeFindings } from './place-findings.ts';

const sign = fc.constantFrom(...'ab Z9é😀"\\/\n&<>+%=\'.-');
const value = fc.string({ unit: sign, minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text);
const filler = fc.string({ unit: sign, maxLength: 8 });

function found(path: string, text: string, start: number) {
  return { path, start, end: start + text.length, value: () => text };
}

test('in JSON a finding stands where its field spells it, also where the same value stands elsewhere', () => {
  fc.assert(
    fc.property(value, filler, filler, fc.boolean(), (wanted, before, after, ascii) => {
      const plain = JSON.stringify({ note: wanted, list: [wanted, before + wanted + after], last: wanted });
      const body = ascii
        ? plain.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        : plain;
      const [place] = placeFindings(body, [found('$.list[1]', wanted, before.length)]);
      const { start = 0, end = 0 } = place ?? {};
      expect(JSON.parse(`"${body.slice(start, end)}"`)).toBe(wanted);
      expect(
        JSON.parse(
          body
            .slice(0, start)
            .replace(/.*"list":\["/s, '"')
            .replace(/^"(?:[^"\\]|\\.)*","/, '"')
            .concat('"'),
        ),
      ).toBe(before);
    }),
  );
});

test('a text is its own field', () => {
  expect(placeFindings('Ada, Ada', [found('$', 'Ada', 5)])).toEqual([{ start: 5, end: 8 }]);
});

test('in a form and in XML it is found in their spelling', () => {
  const word = value.filter((text) => /[\p{L}\d]/u.test(text));
  fc.assert(
    fc.property(word, (wanted) => {
      const form = `id=7&x=${new URLSearchParams([['v', wanted]]).toString().slice(2)}`;
      const [inForm] = placeFindings(form, [found('$.x', wanted, 0)]);
      expect(inForm && new URLSearchParams(`v=${form.slice(inForm.start, inForm.end)}`).get('v')).toBe(wanted);
      const escaped = wanted.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
      const [inXml] = placeFindings(`<r>${escaped}</r>`, [found('$.r', wanted, 0)]);
      expect(inXml).toEqual({ start: 3, end: 3 + escaped.length });
    }),
  );
});

test('the search goes on behind the finding before, passes over parts of words, and knows when there is none', () => {
  const body = '<a>Ann</a><b>Hannah, Ann</b>';
  expect(placeFindings(body, [found('$.a', 'Ann', 0), found('$.b', 'Ann', 8)])).toEqual([
    { start: 3, end: 6 },
    { start: 21, end: 24 },
  ]);
  expect(placeFindings(body, [found('$.c', 'Zoe', 0)])).toEqual([undefined]);
});
