import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { wrapSnapshot } from './wrap-snapshot.ts';

test('what is put under the key is what was there', () => {
  const text = fc.string({ unit: 'grapheme' });
  const value = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(text),
    fc.dictionary(fc.stringMatching(/^[a-z]+$/), text),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), value, { minKeys: 1 }), (mapping) => {
      const yaml = stringify(mapping);
      expect(parse(wrapSnapshot(yaml))).toEqual({ config: parse(yaml) });
    }),
  );
});

test.each([
  'config:\n  tap: {}\n',
  '# c\n---\nconfig: {}\n',
  '{"config": {"version": 2}}',
  'a: [unclosed',
  'just text',
  '',
  '- list\n',
])('%j stays byte for byte', (snapshot) => {
  expect(wrapSnapshot(snapshot)).toBe(snapshot);
});

test.each([
  '---\ntap: {}\n',
  '# c\n---\ntap: {}\n',
  '--- # c\ntap: {}\n',
  '%YAML 1.2\n---\ntap: {}\n',
  '{"tap": {}}',
  '\ntap:\n\n  {}\n',
  'tap: {}\r\n',
])('%j goes under the key', (snapshot) => {
  expect(parse(wrapSnapshot(snapshot))).toEqual({ config: { tap: {} } });
});
