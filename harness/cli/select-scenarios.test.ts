import { expect, test } from 'vitest';
import type { FoundScenario } from './read-declarations.ts';
import { selectScenarios } from './select-scenarios.ts';

const declared = (name: string, parts: Partial<FoundScenario> = {}): FoundScenario => ({
  ...{ name, title: name, about: name, tags: ['guide'], covers: [], trials: undefined, file: name },
  ...parts,
});
const trials = Array.from({ length: 9 }, () => ({ id: 'iam-no-put', how: 'behaviour', title: 'x' }) as const);
const known = [
  declared('a'),
  declared('b', { trials, tags: ['storage'] }),
  declared('c', { notOn: { kind: 'no roles there' } }),
];
const choice = { names: [], tags: [], shard: undefined, environment: 'kind' } as const;

test('all run, the longest first, and what cannot is left out with its reason', () => {
  const { scenarios, leftOut } = selectScenarios(known, choice);
  expect(scenarios.map(({ name }) => name)).toEqual(['b', 'a']);
  expect(leftOut).toEqual([{ name: 'c', reason: 'no roles there' }]);
  expect(selectScenarios(known, { ...choice, environment: 'embedded' }).leftOut).toEqual([]);
});

test('a tag chooses, and an unknown one is told with those that there are', () => {
  expect(selectScenarios(known, { ...choice, tags: ['storage'] }).scenarios.map(({ name }) => name)).toEqual(['b']);
  expect(() => selectScenarios(known, { ...choice, tags: ['store'] })).toThrow(
    'No scenario has the tag "store". Tags: guide, storage.',
  );
});

test('one that is named and does not run there is refused', () => {
  expect(() => selectScenarios(known, { ...choice, names: ['a', 'c'] })).toThrow(
    'The scenario c does not run on kind: no roles there',
  );
});
