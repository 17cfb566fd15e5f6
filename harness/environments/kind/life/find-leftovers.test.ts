import { expect, test } from 'vitest';
import { type Found, judgeRuns } from './find-leftovers.ts';

const node = (cluster: string) => ({
  id: `${cluster}-1`,
  name: `${cluster}-worker`,
  running: true,
  cluster,
  run: '',
  owner: undefined,
});
const store = (run: string, pid: number, host = 'here') => ({
  id: `${run}-store`,
  name: `pii-harness-${run}-localstack`,
  running: true,
  cluster: '',
  run,
  owner: { pid, host },
});
const found: Found = {
  containers: [],
  folders: [],
  host: 'here',
  alive: (pid) => pid === 1,
  kept: 'reuse-0a1b2c',
  keeper: undefined,
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
    { path: '/tmp/pii-harness-aaaaaa-x', id: 'aaaaaa', pid: 2 },
    { path: '/tmp/pii-harness-dddddd-x', id: 'dddddd', pid: undefined },
  ];
  expect(judgeRuns({ ...found, containers, folders })).toEqual({
    leftovers: [
      { kind: 'cluster', name: 'pii-harness-aaaaaa', ids: ['pii-harness-aaaaaa-1'] },
      { kind: 'container', name: 'pii-harness-aaaaaa-localstack', ids: ['aaaaaa-store'] },
      { kind: 'folder', name: '/tmp/pii-harness-aaaaaa-x', ids: ['/tmp/pii-harness-aaaaaa-x'] },
    ],
    spared: [
      { what: 'run bbbbbb', reason: 'process 1 runs' },
      { what: 'run cccccc', reason: 'it belongs to process 2 on elsewhere, which cannot be seen from here' },
      { what: 'run dddddd', reason: '/tmp/pii-harness-dddddd-x does not tell this user whose it is' },
    ],
  });
});

test('a cluster whose folder names a living process is spared before it has a store', () => {
  const folders = [{ path: '/tmp/pii-harness-aaaaaa-x', id: 'aaaaaa', pid: 1 }];
  const { leftovers } = judgeRuns({ ...found, containers: [node('pii-harness-aaaaaa')], folders });
  expect(leftovers).toEqual([]);
});

test('the kept cluster goes unless a run uses it', () => {
  const containers = [node('pii-harness-reuse-0a1b2c'), { ...store('reuse-0a1b2c', 0), owner: undefined }];
  const folders = [{ path: '/home/me/.cache/pii-harness-reuse', id: 'reuse-0a1b2c', pid: undefined }];
  const free = judgeRuns({ ...found, containers, folders });
  expect(free.leftovers.map(({ kind }) => kind)).toEqual(['cluster', 'container', 'folder']);
  const used = judgeRuns({ ...found, containers, folders, keeper: { pid: 7, runId: 'eeeeee' } });
  expect(used).toEqual({
    leftovers: [],
    spared: [{ what: 'pii-harness-reuse-0a1b2c', reason: 'in use by run eeeeee (process 7)' }],
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
