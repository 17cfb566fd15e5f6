import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KindMap } from '../api/cluster-api.ts';
import { diskFault } from './disk-fault.ts';
import { podOf, startTestCluster } from './testing/test-cluster.ts';

test('a full disk is named, with what to do about it', () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
  expect(diskFault(full, '/tmp/run')).toBe(
    'write /tmp/run: no space left on device: the disk that holds /tmp/run is full. Free some of it, or start again with TMPDIR on another.',
  );
  const denied = Object.assign(new Error('EACCES'), {
    code: 'EACCES',
    errno: -13,
    syscall: 'mkdir',
    path: '/tmp/run/a',
  });
  expect(diskFault(denied, '/tmp/run')).toBe('mkdir /tmp/run/a: permission denied');
  expect(diskFault(new Error('another'), '/tmp/run')).toBeUndefined();
});

test('pods whose folder cannot be made wait with an event, and start once it can', async () => {
  await using cluster = await startTestCluster();
  const folder = join(cluster.directory, 'pods');
  rmSync(folder, { recursive: true });
  // As good as a full disk, and an ordinary user can make one: nothing can be written below a file.
  writeFileSync(folder, '');
  cluster.api.create('Pod', podOf('bare', {}, { automountServiceAccountToken: false }));
  cluster.api.create('Pod', podOf('mounted', {}, { volumes: [{ name: 'v', emptyDir: {} }] }));
  expect(await cluster.awaitEvent('bare', 'Failed')).toMatch(/^Error: mkdir .*: not a directory$/);
  expect(await cluster.awaitEvent('mounted', 'FailedMount')).toMatch(
    /^MountVolume.SetUp failed for volume "v" : mkdir .*: not a directory$/,
  );
  const { status } = await cluster.awaitPod('bare', (pod) => waitsFor(pod, 'CreateContainerError'));
  expect(status?.phase).toBe('Pending');
  rmSync(folder);
  await cluster.awaitPod('bare', (pod) => pod.status?.phase === 'Running');
  await cluster.awaitPod('mounted', (pod) => pod.status?.phase === 'Running');
});

function waitsFor({ status }: KindMap['Pod'], reason: string): boolean {
  return status?.containerStatuses?.[0]?.state?.waiting?.reason === reason;
}
