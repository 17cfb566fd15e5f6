import { expect, test } from 'vitest';
import { type Found, judgeRuns } from './find-leftovers.ts';

const node = (cluster: string) => ({
  id: `${cluster}-1`,
  name: `${cluster}-worker`,
  running: true,
  created: 0,
  image: 'any',
  cluster,
  run: '',
  owner: undefined,
});
const store = (run: string, pid: number, host = 'here') => ({
  id: `${run}-store`,
  name: `pii-harness-${run}-localstack`,
  running: true,
  created: 0,
  image: 'any',
  cluster: '',
  run,
  owner: { pid, started: 'at ten', host },
});
const found: Found = {
  containers: [],
  networkUsers: undefined,
  folders: [],
  host: 'here',
  now: 3_600_000,
  alive: (pid, started) => pid === 1 && started === 'at ten',
  kept: { id: 'reuse-0a1b2c', holder: undefined, lock: '/home/me/lock' },
};

test('what a dead process left is to go; a living one, or one elsewhere, keeps its own', () => {
  const containers = [
    node('pii-harness-aaaaaa'),
    store('aaaaaa', 2),
    node('pii-harness-bbbbbb'),
    store('bbbbbb', 1),
    store('cccccc', 2, 'elsewhere'),
    node('somebody-elses'),
    node('pii-harness-ci-17'),
  ];
  const folders = [
    { path: '/tmp/pii-harness-aaaaaa-x', id: 'aaaaaa', owner: { pid: 2, started: 'at ten' }, madeNetwork: false },
    { path: '/tmp/pii-harness-dddddd-x', id: 'dddddd', owner: undefined, madeNetwork: false },
  ];
  expect(judgeRuns({ ...found, containers, folders })).toEqual({
    leftovers: [
      { kind: 'cluster', name: 'pii-harness-aaaaaa', ids: ['pii-harness-aaaaaa-1'] },
      { kind: 'container', name: 'pii-harness-aaaaaa-localstack', ids: ['aaaaaa-store'] },
      { kind: 'folder', name: '/tmp/pii-harness-aaaaaa-x', ids: ['/tmp/pii-harness-aaaaaa-x'] },
    ],
    spared: [
      { what: 'run bbbbbb', reason: 'process 1 runs, says a label of pii-harness-bbbbbb-localstack' },
      { what: 'run cccccc', reason: 'it belongs to process 2 on elsewhere, which cannot be seen from here' },
      { what: 'run dddddd', reason: '/tmp/pii-harness-dddddd-x does not tell this user whose it is' },
    ],
  });
});

test('a cluster whose folder names a living process is spared before it has a store', () => {
  const folders = [
    { path: '/tmp/pii-harness-aaaaaa-x', id: 'aaaaaa', owner: { pid: 1, started: 'at ten' }, madeNetwork: false },
  ];
  const { leftovers } = judgeRuns({ ...found, containers: [node('pii-harness-aaaaaa')], folders });
  expect(leftovers).toEqual([]);
});

test('the kept cluster goes unless a run uses it', () => {
  const containers = [node('pii-harness-reuse-0a1b2c'), { ...store('reuse-0a1b2c', 0), owner: undefined }];
  const folders = [
    { path: '/home/me/.cache/pii-harness-reuse', id: 'reuse-0a1b2c', owner: undefined, madeNetwork: false },
  ];
  const free = judgeRuns({ ...found, containers, folders });
  expect(free.leftovers.map(({ kind }) => kind)).toEqual(['cluster', 'container', 'folder']);
  const used = judgeRuns({
    ...found,
    containers,
    folders,
    kept: { ...found.kept, holder: { pid: 7, runId: 'eeeeee' } },
  });
  expect(used).toEqual({
    leftovers: [],
    spared: [{ what: 'pii-harness-reuse-0a1b2c', reason: 'in use by run eeeeee (process 7), says /home/me/lock' }],
  });
});

test('the kept cluster of another user of the same Docker is theirs to remove', () => {
  const containers = [node('pii-harness-reuse-ffffff'), { ...store('reuse-ffffff', 0), owner: undefined }];
  expect(judgeRuns({ ...found, containers })).toEqual({
    leftovers: [],
    spared: [
      {
        what: 'pii-harness-reuse-ffffff',
        reason: 'kept for another home folder than this user’s, from where npm run clean removes it',
      },
    ],
  });
});

test('a process that was given the number of a dead one keeps nothing of it', () => {
  const owner = { pid: 1, started: 'at nine, before the reboot' };
  const containers = [{ ...store('aaaaaa', 1), owner: { ...owner, host: 'here' } }];
  const folders = [{ path: '/tmp/pii-harness-aaaaaa-x', id: 'aaaaaa', owner, madeNetwork: false }];
  const { leftovers, spared } = judgeRuns({ ...found, containers, folders });
  expect([leftovers.map(({ kind }) => kind), spared]).toEqual([['container', 'folder'], []]);
});

test('kind’s network goes with what brought it, unless somebody else is in it', () => {
  const kept = node('pii-harness-reuse-0a1b2c');
  const folder = { path: '/home/me/.cache/pii-harness-reuse', id: 'reuse-0a1b2c', owner: undefined, madeNetwork: true };
  const kinds = (given: Partial<Found>) =>
    judgeRuns({ ...found, containers: [kept], folders: [folder], networkUsers: [kept.id], ...given }).leftovers.map(
      ({ kind }) => kind,
    );
  expect(kinds({})).toEqual(['cluster', 'folder', 'network']);
  expect(kinds({ networkUsers: [kept.id, 'somebody-elses'] })).toEqual(['cluster', 'folder']);
  expect(kinds({ networkUsers: undefined })).toEqual(['cluster', 'folder']);
  expect(kinds({ folders: [{ ...folder, madeNetwork: false }] })).toEqual(['cluster', 'folder']);
  expect(kinds({ kept: { ...found.kept, holder: { pid: 7, runId: 'eeeeee' } } })).toEqual([]);
});

test('nodes of which nobody tells whose they are get the time that a run may take until somebody does', () => {
  const nodes = (minutesAgo: number) => [{ ...node('pii-harness-aaaaaa'), created: found.now - minutesAgo * 60_000 }];
  expect(judgeRuns({ ...found, containers: nodes(2) })).toEqual({
    leftovers: [],
    spared: [
      {
        what: 'run aaaaaa',
        reason: 'nobody tells whose it is, and it was made 2 min ago: it is removed half an hour after that',
      },
    ],
  });
  expect(judgeRuns({ ...found, containers: nodes(31) }).leftovers).toHaveLength(1);
});
