import { expect, test } from 'vitest';
import { embeddedCluster } from '../embedded-cluster.ts';
import { awaitEvents, create, currentVersion } from './cluster-steps.ts';

test('what a node says of a volume before its caches are filled is not what it has to say', async () => {
  await using cluster = await embeddedCluster();
  const target = await cluster.open('steps');
  const since = await currentVersion(target);
  const uid = '5f0c3c52-0d5e-4f4e-9f5e-2d1f6f7a0001';
  const say = (name: string, message: string) =>
    create(target, {
      kind: 'Event',
      metadata: { name },
      involvedObject: { kind: 'Pod', name: 'p', namespace: target.namespace, uid },
      type: 'Warning',
      reason: 'FailedMount',
      message: `MountVolume.SetUp failed for volume "v" : ${message}`,
    });
  await say('p.1', 'failed to sync configmap cache: timed out waiting for the condition');
  await say('p.2', 'configmap "none" not found');

  const [told] = await awaitEvents(target, uid, ['FailedMount'], since);

  expect(told?.message).toBe('MountVolume.SetUp failed for volume "v" : configmap "none" not found');
});
