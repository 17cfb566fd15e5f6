import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksLikeParameter, parameterKind } from './parameter-kind.ts';
import { PathClassifier } from './path-classifier.ts';
import { samplingConfig } from './sampling-config.ts';

const classifier = (raw = {}) => new PathClassifier(samplingConfig({ classifier: raw }).classifier);
const keys = (paths: readonly string[], raw = {}) => {
  const one = classifier(raw);
  return paths.map((path) => one.classify(path));
};

test.each([
  ['the same literal', Array(3).fill('/v1/customers'), Array(3).fill('/v1/customers')],
  ['one id', Array(3).fill('/users/500'), ['/users/500', '/users/{id}', '/users/{id}']],
  [
    'short numbers',
    ['/users/1', '/users/2', '/users/3', '/users/1'],
    ['/users/1', '/users/2', '/users/{slug}', '/users/{slug}'],
  ],
  [
    'static paths that merge for a moment',
    ['/a', '/b', '/c', '/a', '/b', '/c'],
    ['/a', '/b', '/{slug}', '/{slug}', '/b', '/c'],
  ],
  [
    'queries',
    ['/search?q=1', '/search?q=2', '/search?q=3', '/search?q=4'],
    ['/search?q=1', '/search?q=2', '/{param}', '/{param}'],
  ],
  ['the root', ['/', '/'], ['/', '/']],
])('the reference table: %s', (_, paths, expected) => {
  expect(keys(paths)).toEqual(expected);
});

test.each([
  ['0b9c1b5e-8f0e-4d5c-9c8b-1f2e3d4c5b6a', 'uuid', true],
  ['0B9C1B5E-8F0E-4D5C-9C8B-1F2E3D4C5B6A', 'param', false],
  ['2026-03-04', 'date', true],
  ['1234567890', 'timestamp', true],
  ['0123456789abcdef01234567', 'hash', true],
  ['cus_9aB', 'id', true],
  ['100', 'id', true],
  ['2026', 'id', false],
  ['9999', 'id', true],
  ['10000', 'slug', false],
  ['100000', 'id', true],
  ['99', 'slug', false],
  ['blue-shoes-42', 'slug', true],
  ['customers', 'slug', false],
  ['Customers', 'param', false],
])('%s is of kind %s and looks like a parameter: %s', (segment, kind, parameter) => {
  expect(parameterKind(segment)).toBe(kind);
  expect(looksLikeParameter(segment)).toBe(parameter);
});

test('refuses exactly the learning exchanges of a host', () => {
  expect(keys(Array(4).fill('/a'), { minLearningCount: 2 })).toEqual([undefined, undefined, '/a', '/a']);
});

test('two children suffice below a threshold of 0.75', () => {
  expect(keys(['/a', '/b'], { cardinalityThreshold: 0.7 })).toEqual(['/a', '/{slug}']);
});

test('a folder of many ids stays variable for good once it is pruned', () => {
  const ids = Array.from({ length: 100 }, (_, index) => `/users/${100_000 + index}/orders`);
  const repeated = Array(500).fill('/users/100000/orders');
  expect(keys([...ids, ...repeated]).at(-1)).toBe('/users/{id}/orders');
  expect(keys([...ids, ...repeated], { pruneHighCardinality: false }).at(-1)).toBe('/users/100000/orders');
});

test('one fixed path of words keeps one key, whatever else one other path does beside it', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => `/${words.join('/')}`);
  fc.assert(
    fc.property(fc.tuple(path, path), fc.array(fc.boolean(), { maxLength: 40 }), ([one, other], turns) => {
      const sequence = turns.map((turn) => (turn ? one : other));
      expect(keys(sequence)).toEqual(sequence);
    }),
  );
});
