import { expect, test } from 'vitest';
import { defaultSeed } from './flag-values.ts';
import { scenarioArguments } from './scenario-arguments.ts';

test('the seed is fixed unless given', () => {
  expect(scenarioArguments(['sampling'], {})).toMatchObject({ names: ['sampling'], seeds: [defaultSeed], keep: false });
  expect(scenarioArguments(['sampling', '--seed', '7', '--repeat', '3'], {}).seeds).toEqual([7, 7, 7]);
  const drawn = new Set(scenarioArguments(['sampling', '--seed', 'random', '--repeat', '4'], {}).seeds);
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
  const nodes = (...flags: string[]) => {
    const { environment } = scenarioArguments(['sampling', ...flags], {});
    return environment.name === 'embedded' ? environment.nodes.map(({ name, cpu }) => [name, cpu]) : [];
  };
  expect(nodes()).toEqual([['node-1', '4']]);
  expect(nodes('--nodes', '2', '--node', 'cpu=8')).toEqual([
    ['node-1', '4'],
    ['node-2', '4'],
    ['node-3', '8'],
  ]);
  expect(nodes('--node', 'name=only')).toEqual([['only', '4']]);
});

test('an environment is embedded unless said, and each takes its own flags', () => {
  const choice = (...flags: string[]) => scenarioArguments(['sampling', ...flags], {}).environment;
  expect(choice().name).toBe('embedded');
  expect(choice('--environment', 'kind', '--reuse', '--node', 'cpu=8', '--qtap-image', 'a/qtap:1')).toEqual({
    name: 'kind',
    declaredNode: { cpu: '8', memory: '16Gi' },
    agentImages: { source: 'stand-in', qtap: 'a/qtap:1', qscan: undefined },
    reuse: true,
    nodeImage: undefined,
    localstackImage: undefined,
  });
  const existing = ['--environment', 'existing', '--context', 'eks', '--bucket', 'b', '--dry-run'];
  const images = ['--stand-in-images', 'registry.example:5000/pii-harness'];
  expect(choice(...existing, ...images, '--s3-endpoint', 'http://127.0.0.1:4566/')).toMatchObject({
    s3Endpoint: 'http://127.0.0.1:4566',
    standInImages: 'registry.example:5000/pii-harness',
    allowProduction: undefined,
    name: 'existing',
    context: 'eks',
    bucket: 'b',
    namespace: undefined,
    agentImages: { source: 'real' },
    dryRun: true,
  });
});

const existing = ['sampling', '--environment', 'existing', '--bucket', 'b'];

test.each([
  [['sampling', '--sede', '1'], /Unknown option '--sede'.*--help/],
  [['sampling', '--seed', 'one'], /--seed takes a whole number/],
  [['sampling', '--seed', '4294967296'], /--seed takes a whole number/],
  [['sampling', '--image', 'x'], /--image takes PATTERN=qtap/],
  [['sampling', '--json='], /--json needs a path/],
  [['sampling', '--nodes', '0'], /--nodes takes a whole number from 1 to 20/],
  [['sampling', '--node', 'cpus=1'], /--node: "cpus=1" says nothing about a node/],
  [['sampling', '--node', 'name=a', '--node', 'name=a'], /Two nodes are named a/],
  [['sampling', '--environment', 'minikube'], /--environment takes embedded, kind, existing; not "minikube"/],
  [['sampling', '--reuse'], /--reuse goes with --environment kind only, and this run is embedded/],
  [['sampling', '--environment', 'kind', '--bucket', 'b'], /--bucket goes with --environment existing only/],
  [['sampling', '--environment', 'kind', '--nodes', '2'], /--nodes goes with --environment embedded only/],
  [['sampling', '--environment', 'kind', '--node', 'name=a'], /--node says in kind how large.*once, with cpu=/],
  [['sampling', '--environment', 'kind', '--images', 'fake'], /--images takes stand-in or real; not "fake"/],
  [['sampling', '--environment', 'kind', '--kind-image='], /--kind-image needs a value/],
  [['sampling', '--environment', 'existing', '--reuse', '--bucket', 'b'], /--reuse goes with --environment kind only/],
  [['sampling', '--environment', 'existing'], /needs --bucket NAME/],
  [['sampling', '--environment', 'existing', '--bucket', 'b'], /needs --stand-in-images REPOSITORY.*npm run images/],
  [[...existing, '--stand-in-images', 'a/b:1'], /--stand-in-images takes a repository without tag.*not "a\/b:1"/],
  [[...existing, '--stand-in-images', 'a', '--s3-endpoint', 'here:1'], /--s3-endpoint takes a URL/],
  [
    [...existing, '--stand-in-images', 'a', '--s3-endpoint', 'https://here/s3?x=1'],
    /--s3-endpoint takes a URL without path/,
  ],
  [
    [...existing, '--stand-in-images', 'a', '--s3-endpoint', 'https://a:b@here'],
    /--s3-endpoint takes a URL without path/,
  ],
  [[...existing, '--dry-run', '--json', 'a'], /--json has no meaning with --dry-run/],
  [[...existing, '--dry-run', '--evidence', 'a'], /--evidence has no meaning with --dry-run/],
  [[...existing, '--dry-run', '--keep'], /--keep has no meaning with --dry-run/],
  [['--all', 'sampling'], /--all chooses scenarios, and so does sampling: leave one of them out/],
  [['--tag', 'storage', 'iam'], /--tag chooses scenarios, and so does iam/],
  [['--all', '--tag', 'storage'], /leave one of them out/],
  [['sampling', '--shard', '1/2'], /--shard takes a part of many scenarios: give it with --all/],
  [['--all', '--shard', '3/2'], /--shard takes one part of several, for example 1\/4; not "3\/2"/],
  [['sampling', '--repeat', '0'], /--repeat takes a whole number from 1 to 1000, not "0"/],
  [['sampling', '--repeat', '2', '--keep'], /--keep is about one run/],
  [['sampling', 'iam', '--keep'], /--keep is about one run/],
  [['--all', '--keep'], /--keep is about one run/],
  [['list', '--all'], /--all has no meaning with list, which runs nothing/],
  [['list', '--json', 'a'], /--json has no meaning with list/],
  [['list', 'iam'], /npm run scenario describe iam/],
  [['describe', 'iam', '--seed', '2'], /--seed has no meaning with describe/],
  [['iam', '--artifacts', '100'], /--artifacts is about the scenario outages/],
  [[...existing, '--dry-run', '--junit', 'a'], /--junit has no meaning with --dry-run/],
  [['sampling', '--junit='], /--junit needs a path/],
  [['sampling', '--allow-production', 'eks'], /--allow-production goes with --environment existing only/],
])('wrong use is told with the right one: %j', (args, message) => {
  expect(() => scenarioArguments(args, {})).toThrow(message);
});

test('scenarios are chosen by all, by tag, or by what coverage needs', () => {
  expect(scenarioArguments(['--all', '--shard', '2/3'], {})).toMatchObject({
    chooses: true,
    shard: { index: 2, count: 3 },
  });
  expect(scenarioArguments(['--tag', 'a', '--tag', 'b'], {})).toMatchObject({ chooses: true, tags: ['a', 'b'] });
  expect(scenarioArguments(['--coverage'], {})).toMatchObject({ chooses: true, names: [] });
  expect(scenarioArguments(['iam', '--coverage'], {})).toMatchObject({ chooses: false, names: ['iam'] });
  expect(scenarioArguments(['describe', 'iam'], {})).toMatchObject({ action: 'describe', names: ['iam'] });
  expect(scenarioArguments(['--all', '--artifacts', '100'], {}).artifacts).toBe(100);
});

test.each([
  [['sampling', '5'], { npm_config_seed: '5' }, 'npm run scenario sampling -- --seed 5'],
  [['sampling', 'out.json'], { npm_config_json: 'true' }, 'npm run scenario sampling -- --json out.json'],
  [['sampling'], { npm_config_keep: 'true' }, 'npm run scenario sampling -- --keep'],
  [['sampling'], { npm_config_real_time: 'true' }, 'npm run scenario sampling -- --real-time'],
])('a flag that npm swallowed is spelt rightly, never ignored: %j', (args, environment, spelling) => {
  expect(() => scenarioArguments(args, environment)).toThrow(spelling);
});
