import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSpanList } from './read-span-list.ts';

const labelled = fc
  .array(
    fc.record({
      before: fc.string({ unit: 'grapheme', maxLength: 6 }),
      name: fc.constantFrom('PERSON', 'GPE', 'DATE_TIME'),
      value: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
    }),
    { maxLength: 5 },
  )
  .map((parts) => {
    let text = '';
    const spans = parts.map(({ before, name, value }) => {
      text += before;
      const start = [...text].length;
      text += value;
      return { entity_type: name, entity_value: value, start_position: start, end_position: [...text].length };
    });
    return { full_text: text, spans };
  });

test('what is written in the common format is read as it was meant', () => {
  fc.assert(
    fc.property(fc.array(labelled, { minLength: 1 }), fc.nat(2), (entries, indent) => {
      const read = readSpanList(JSON.stringify(entries, undefined, indent), 'x.json');
      expect(read).toEqual(
        entries.map(({ full_text: text, spans }) => ({
          text,
          labels: spans.map((span) => ({ name: span.entity_type, start: span.start_position, end: span.end_position })),
        })),
      );
    }),
  );
});

const span = (parts: object) =>
  `[\n{"full_text": "a",\n"spans": []},\n{"full_text": "😀 Ada 77",\n"spans": [\n${JSON.stringify({
    entity_type: 'PERSON',
    entity_value: 'Ada',
    start_position: 2,
    end_position: 5,
    ...parts,
  })}]}]`;

test.each([
  ['text', '[1,\n}', /^x\.json:2: this is no JSON from here on: a labelled set is a list of/],
  ['an object', '{}', /^x\.json:1: a labelled set is a list of \{"full_text", "spans"/],
  ['nothing', '[]', /^x\.json:1: the set is empty/],
  ['a number for an entry', '[\n1]', /^x\.json:2: each entry is an object/],
  ['no text', '[\n{"text": "a"}]', /^x\.json:2: the entry has no string "full_text": name its text so\.$/],
  ['no spans', '[{"full_text": "a"}]', /^x\.json:1: the entry has no list "spans": give an empty one/],
  ['no type', span({ entity_type: '' }), /^x\.json:6: the span has no string "entity_type"/],
  ['an end before the start', span({ end_position: 2 }), /^x\.json:6: .* the end behind the start\.$/],
  [
    'an end behind the text',
    span({ end_position: 99 }),
    /^x\.json:6: the span ends behind its text, at 99: offsets count/,
  ],
  [
    'UTF-16 offsets',
    span({ start_position: 3, end_position: 6 }),
    /^x\.json:6: the offsets count UTF-16 units: count Unicode/,
  ],
  [
    'wrong offsets',
    span({ start_position: 0, end_position: 3 }),
    /^x\.json:6: "entity_value" is not what stands at these/,
  ],
])('%s is refused with file, line and remedy', (_, content, message) => {
  expect(() => readSpanList(content, 'x.json')).toThrow(message);
});

test('no refusal quotes a text', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(9), (place, drop) => {
      const content = span({ entity_value: 'Adalbert Secretly' }).replaceAll('Ada', 'Adalbert Secretly');
      const at = place % content.length;
      try {
        readSpanList(content.slice(0, at) + content.slice(at + drop), 'x.json');
      } catch (error) {
        expect((error as Error).name).toBe('InputError');
        expect((error as Error).message).not.toMatch(/Adal|Secret/);
      }
    }),
  );
});
