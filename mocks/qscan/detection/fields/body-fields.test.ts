import { expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { bodyFields } from './body-fields.ts';

const found = async (body: string, contentType?: string) =>
  (await bodyFields(body, contentType, defaultLimits)).fields.map((field) => [field.path(), field.text]);

test('JSON is known by its look, whatever its content type', async () => {
  expect(await found(' {"a":["x"]} ', 'text/plain')).toEqual([['$.a[0]', 'x']]);
});

test('a form is decoded, by content type or by its look', async () => {
  const expected = [
    ['$.name', 'Ada Lovelace'],
    ["$['e-mail']", 'ada@mail.example'],
  ];
  expect(
    await found('name=Ada+Lovelace&e-mail=ada%40mail.example', 'application/x-www-form-urlencoded; charset=utf-8'),
  ).toEqual(expected);
  expect(await found('name=Ada+Lovelace&e-mail=ada%40mail.example')).toEqual(expected);
});

test('a broken percent sign leaves the value as it is', async () => {
  expect(await found('rate=100%&x=%zz', 'application/x-www-form-urlencoded')).toEqual([
    ['$.rate', '100%'],
    ['$.x', '%zz'],
  ]);
});

test('broken JSON and prose are one text', async () => {
  expect(await found('{"a": Ada', 'application/json')).toEqual([['$', '{"a": Ada']]);
  expect(await found('Dear Ada', 'text/plain')).toEqual([['$', 'Dear Ada']]);
});

test('a body beyond the limit of length is cut and says so', async () => {
  const { fields, incomplete } = await bodyFields('abcdef', 'text/plain', { ...defaultLimits, bodyLength: 4 });
  expect(fields.map(({ text }) => text)).toEqual(['abcd']);
  expect(incomplete).toBe('longer than 4 characters');
});

test('tokens that stand in a text are read, and the text stays', async () => {
  const token = (payload: object) =>
    [{ alg: 'HS256' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const line = `GET /me "Bearer ${token({ mail: 'ada@mail.example' })}.c2ln" and ${token({ sub: '{"id":"7"}' })}.`;
  expect(await found(JSON.stringify({ log: line }))).toEqual([
    ['$.log', line],
    ['$.log.jwt().header.alg', 'HS256'],
    ['$.log.jwt().payload.mail', 'ada@mail.example'],
    ['$.log.jwt().header.alg', 'HS256'],
    ['$.log.jwt().payload.sub.json().id', '7'],
  ]);
  expect(await found(`${line.slice(0, 30)} and eyJhbGciOiJI.eyJicm9rZW.`)).toHaveLength(1);
});
