import { expect, test } from 'vitest';
import { defaultSeed } from './flag-values.ts';
import { scenarioArguments } from './scenario-arguments.ts';

test('the seed is fixed unless given', () => {
  expect(scenarioArguments(['sampling'], {})).toMatchObject({ names: ['sampling'], seed: defaultSeed, keep: false });
  expect(scenarioArguments(['sampling', '--seed', '7'], {}).seed).toBe(7);
  const drawn = new Set(Array.from({ length: 4 }, () => scenarioArguments(['sampling', '--seed', 'random'], {}).seed));
  expect(drawn.size).toBeGreaterThan(1);
});

test('an image rule says what runs for a pattern', () => {
  const { images } = scenarioArguments(['sampling', '--image', 'mirror/*=qtap', '--image', 'istio=idle'], {});
  expect(images).toEqual([
    { pattern: 'mirror/*', standIn: 'qtap' },
    { pattern: 'istio', standIn: 'idle' },
  ]);
});

test('nodes are standard ones by number, and others by what they have', () => {
  const nodes = (...flags: string[]) =>
    scenarioArguments(['sampling', ...flags], {}).nodes.map(({ name, cpu }) => [name, cpu]);
  expect(nodes()).toEqual([['node-1', '4']]);
  expect(nodes('--nodes', '2', '--node', 'cpu=8')).toEqual([
    ['node-1', '4'],
    ['node-2', '4'],
    ['node-3', '8'],
  ]);
  expect(nodes('--node', 'name=only')).toEqual([['only', '4']]);
});

test.each([
  [['sampling', '--sede', '1'], /Unknown option '--sede'.*--help/],
  [['sampling', '--seed', 'one'], /--seed takes a whole number/],
  [['sampling', '--seed', '4294967296'], /--seed takes a whole number/],
  [['sampling', '--image', 'x'], /--image takes PATTERN=qtap/],
  [['sampling', '--json='], /--json needs a path/],
  [['sampling', '--nodes', '0'], /--nodes takes a whole number from 1 to 20/],
  [['sampling', '--node', 'cpus=1'], /--node: "cpus=1" says nothing about a node/],
  [['sampling', '--node', 'name=a', '--node', 'name=a'], /Two nodes are named a/],
])('wrong use is told with the right one: %j', (args, message) => {
  expect(() => scenarioArguments(args, {})).toThrow(message);
});

test.each([
  [['sampling', '5'], { npm_config_seed: '5' }, 'npm run scenario sampling -- --seed 5'],
  [['sampling', 'out.json'], { npm_config_json: 'true' }, 'npm run scenario sampling -- --json out.json'],
  [['sampling'], { npm_config_keep: 'true' }, 'npm run scenario sampling -- --keep'],
  [['sampling'], { npm_config_real_time: 'true' }, 'npm run scenario sampling -- --real-time'],
])('a flag that npm swallowed is spelt rightly, never ignored: %j', (args, environment, spelling) => {
  expect(() => scenarioArguments(args, environment)).toThrow(spelling);
});
