import { expect, test } from 'vitest';
import { parseYaml } from './parse-yaml.ts';

/** What kube-apiserver 1.34 made of each, asked through the data of a ControllerRevision. */
test.each([
  ['yes', true],
  ['Off', false],
  ['y', true],
  ['~', null],
  ['017', 15],
  ['0o17', 15],
  ['08', 8],
  ['0x1f', 31],
  ['-0b11', -3],
  ['1_000', 1000],
  ['5.', 5],
  ['1e400', '1e400'],
  ['2001-01-01', '2001-01-01'],
  ['12:30', '12:30'],
  ['!!str 5', '5'],
  ['!!binary aGk=', 'hi'],
  ['"yes"', 'yes'],
  ['{<<: {x: 1}, y: 2}', { true: 2, x: 1 }],
])('a scalar is what YAML 1.1 says: %s', (text, value) => {
  expect(parseYaml(`a: ${text}\n`).value).toEqual({ a: value });
});

test.each([
  ['a: b: c', 'mapping values are not allowed in this context'],
  ['a: 1\n b: 2\n', 'line 2: mapping values are not allowed in this context'],
  ['a: [1, 2', "line 1: did not find expected ',' or ']'"],
  ['a: b\n\tc: d\n', 'line 2: found a tab character that violates indentation'],
  ['a: 1\nb\n', "line 3: could not find expected ':'"],
  ['a: "x\n', 'line 2: found unexpected end of stream'],
  ['- a\nb: 1\n', "line 1: did not find expected '-' indicator"],
  ['a: ]\n', 'did not find expected node content'],
  ['a: 1\n}\n', 'line 1: did not find expected key'],
  ['*x\n', "unknown anchor 'x' referenced"],
  ['a: @x\n', 'found character that cannot start any token'],
])('what is no YAML is refused as go-yaml does: %j', (text, problem) => {
  expect(() => parseYaml(text)).toThrow(new SyntaxError(`yaml: ${problem}`));
});

test('the first document counts, the last of equal keys, and each repetition is told', () => {
  const { value, repeatedKeys } = parseYaml('b: 1\na: 1\nb:\n  c: 2\n---\nnever: read\n');
  expect(JSON.stringify(value)).toBe('{"a":1,"b":{"c":2}}');
  expect(repeatedKeys).toEqual(['line 4: key "b" already set in map']);
});

test('a small document does not grow without end', () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const items = Array.from({ length: 9 }, () => (level ? `*a${level - 1}` : 'x')).join(', ');
    return `a${level}: &a${level} [${items}]\n`;
  });
  expect(() => parseYaml(levels.join(''))).toThrow('yaml: document contains excessive aliasing');
});
