import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldPath } from '../../../../harness/entities/field-path.ts';
import { defaultLimits } from '../limits.ts';
import { jsonFields } from './json-fields.ts';
import { Reading } from './reading.ts';

const read = (text: string, reading = new Reading(defaultLimits)) => jsonFields(text, reading);

function leaves(value: unknown, at: (string | number)[] = []): [string, string][] {
  if (typeof value === 'string') return value === '' ? [] : [[fieldPath(at), value]];
  if (typeof value === 'number') return [[fieldPath(at), JSON.stringify(value)]];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...at, index]));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, item]) => leaves(item, [...at, name]));
}

const found = (text: string) => read(text)?.map((field) => [field.path(), field.text]);

test('every string and number of any JSON value is a field, with its path', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom('', ' ', '\n\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(found(text)).toEqual(leaves(JSON.parse(text)));
    }),
  );
});

test('numbers keep all their digits', () => {
  expect(found('{"card":4111111111111111111}')).toEqual([['$.card', '4111111111111111111']]);
});

test('names above a field are its context, across arrays', () => {
  const [field] = read('{"accountManager":[{"fullName":["Ada"]}]}') ?? [];
  expect(field?.ownWords).toEqual(['full', 'name']);
  expect(field?.parentWords).toEqual(['account', 'manager']);
});

test.each(['{"a":1', '{"a" 1}', '{a:1}', '[1,]', '{"a":1,}', '[1]]', '"open', '{"a":"\\x"}', '', 'true false'])(
  'what is no JSON gives nothing: %s',
  (text) => {
    expect(read(text)).toBeUndefined();
  },
);

test('a nesting of 100 000 levels ends at the limit, with the fields before it', () => {
  const text = `{"mail":"here","deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const reading = new Reading(defaultLimits);
  expect(read(text, reading)?.map(({ text: value }) => value)).toEqual(['here']);
  expect(reading.incomplete).toBe('nested deeper than 256 levels');
});

test('fields beyond the limit end the reading, with those before them', () => {
  const reading = new Reading({ ...defaultLimits, fields: 2 });
  expect(read('[1,2,3]', reading)?.map(({ text }) => text)).toEqual(['1', '2']);
  expect(reading.incomplete).toBe('of more than 2 fields');
});
