import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sliceCodePoints } from '../code-points.ts';
import { readConll } from './read-conll.ts';

const token = fc.string({ unit: fc.constantFrom(...'abZé😀1-.,#'), minLength: 1, maxLength: 5 });
const chunk = fc.record({
  name: fc.constantFrom(undefined, 'PER', 'LOC'),
  tokens: fc.array(token, { minLength: 1, maxLength: 3 }),
});
const sentences = fc.array(fc.array(chunk, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });

const schemes = {
  bio: (at: number, _last: number) => (at === 0 ? 'B' : 'I'),
  bioes: (at: number, last: number) => (last === 0 ? 'S' : at === 0 ? 'B' : at === last ? 'E' : 'I'),
  bilou: (at: number, last: number) => (last === 0 ? 'U' : at === 0 ? 'B' : at === last ? 'L' : 'I'),
};

test.each(Object.entries(schemes))('values in %s columns are read back', (_, prefix) => {
  fc.assert(
    fc.property(
      sentences,
      fc.constantFrom('\t', ' ', ' NN B-NP '),
      fc.constantFrom('\n', '\r\n'),
      (list, gap, newline) => {
        const content = list
          .map((chunks) =>
            chunks
              .flatMap(({ name, tokens }) =>
                tokens.map((word, at) => word + gap + (name ? `${prefix(at, tokens.length - 1)}-${name}` : 'O')),
              )
              .join(newline),
          )
          .join(newline + newline);
        const read = readConll(`-DOCSTART- -X- O O${newline}${newline}${content}${newline}`, 'x.conll');
        expect(read.map(({ text }) => text)).toEqual(
          list.map((chunks) => chunks.flatMap(({ tokens }) => tokens).join(' ')),
        );
        expect(
          read.map(({ text, labels }) =>
            labels.map(({ name, start, end }) => [name, sliceCodePoints(text, start, end)]),
          ),
        ).toEqual(
          list.map((chunks) =>
            chunks.flatMap(({ name, tokens }) => (name === undefined ? [] : [[name, tokens.join(' ')]])),
          ),
        );
      },
    ),
  );
});

test('a continuation without a beginning begins a value, as IOB1 has it', () => {
  const [first] = readConll('Ada I-PER\nof O\nBern I-LOC\nGraz B-LOC\n', 'x.conll');
  expect(first?.labels.map(({ name, start, end }) => [name, start, end])).toEqual([
    ['PER', 0, 3],
    ['LOC', 7, 11],
    ['LOC', 12, 16],
  ]);
});

test.each(['E', 'L', 'S', 'U'])('a value that %s has ended takes no further token', (prefix) => {
  const [first] = readConll(`Ada ${prefix}-PER\nByron I-PER\n`, 'x.conll');
  expect(first?.labels).toHaveLength(2);
});

test('comments are passed over', () => {
  expect(readConll('# sent_id = 4\nAda B-PER\n', 'x.conll')).toHaveLength(1);
});

test.each([
  ['a line of one column', 'Ada B-PER\n\nBern\n', /^x\.conll:3: the last column is no tag: CoNLL has a token a line/],
  ['another scheme', 'Ada (PERSON*\n', /^x\.conll:1: the last column is no tag/],
  ['an empty file', '\n\n', /^x\.conll:1: the file holds no token/],
])('%s is refused with file, line and remedy', (_, content, message) => {
  expect(() => readConll(content, 'x.conll')).toThrow(message);
});
