import { expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { bodyFields } from './body-fields.ts';

const found = (body: string, contentType?: string) =>
  bodyFields(body, contentType, defaultLimits).fields.map((field) => [field.path(), field.text]);

test('JSON is known by its look, whatever its content type', () => {
  expect(found(' {"a":["x"]} ', 'text/plain')).toEqual([['$.a[0]', 'x']]);
});

test('a form is decoded, by content type or by its look', () => {
  const expected = [
    ['$.name', 'Ada Lovelace'],
    ["$['e-mail']", 'ada@mail.example'],
  ];
  expect(
    found('name=Ada+Lovelace&e-mail=ada%40mail.example', 'application/x-www-form-urlencoded; charset=utf-8'),
  ).toEqual(expected);
  expect(found('name=Ada+Lovelace&e-mail=ada%40mail.example')).toEqual(expected);
});

test('a broken percent sign leaves the value as it is', () => {
  expect(found('rate=100%&x=%zz', 'application/x-www-form-urlencoded')).toEqual([
    ['$.rate', '100%'],
    ['$.x', '%zz'],
  ]);
});

test('broken JSON and prose are one text', () => {
  expect(found('{"a": Ada', 'application/json')).toEqual([['$', '{"a": Ada']]);
  expect(found('Dear Ada', 'text/plain')).toEqual([['$', 'Dear Ada']]);
});

test('a body beyond the limit of length is cut and says so', () => {
  const { fields, incomplete } = bodyFields('abcdef', 'text/plain', { ...defaultLimits, bodyLength: 4 });
  expect(fields.map(({ text }) => text)).toEqual(['abcd']);
  expect(incomplete).toBe('longer than 4 characters');
});
