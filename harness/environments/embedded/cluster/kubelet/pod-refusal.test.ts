import { expect, test } from 'vitest';
import { podOf, startTestCluster } from './testing/test-cluster.ts';

// Words of a node of kind; only the figures are this node's.
test.for([
  [
    'few',
    { resources: { requests: { cpu: '100' } } },
    {},
    'OutOfcpu',
    "Node didn't have enough resource: cpu, requested: 100000, used: 0, capacity: 4000",
  ],
  [
    'else',
    {},
    { nodeSelector: { a: 'b' } },
    'NodeAffinity',
    "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  ],
] as const)(
  'a pod that names its node itself is looked at there: %s',
  async ([name, container, spec, reason, message]) => {
    await using cluster = await startTestCluster();
    cluster.api.create('Pod', podOf(name, container, { ...spec, nodeName: 'node-1' }));
    const { status } = await cluster.awaitPod(name, (pod) => pod.status?.phase === 'Failed');
    expect(status).toMatchObject({ reason, message: `Pod was rejected: ${message}` });
    expect(await cluster.awaitEvent(name, reason)).toBe(message);
    // Nothing of it runs, so that nobody has to end it.
    cluster.api.delete('Pod', { namespace: 'default', name });
    await cluster.awaitObject('Pod', name, (pod) => pod === undefined);
  },
);

test('a profile of AppArmor that no node has keeps a container from being made', async () => {
  await using cluster = await startTestCluster();
  const appArmorProfile = { type: 'Localhost', localhostProfile: 'nope' };
  cluster.api.create('Pod', podOf('held', { securityContext: { appArmorProfile } }));
  expect(await cluster.awaitEvent('held', 'Failed')).toBe(
    'Error: failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found nope',
  );
});
