import { expect, test } from 'vitest';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { cachePods } from '../../kubernetes/pod-cache.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { createCallerFinder } from './caller-finder.ts';

const own = { podUid: undefined, ownNode: true, node: 'node-1', seesProcesses: false };
const elsewhere = { ...own, ownNode: false };

test.each([
  ['10.244.0.8', elsewhere, 'web'],
  // A hostNetwork pod of another node, and of the relay's own.
  ['172.18.0.3', elsewhere, 'agent-2'],
  ['10.244.0.1', own, 'agent-1'],
])('what comes from %s is told by the pods that there are', async (address, source, pod) => {
  await using running = await startTestServer();
  const { api } = running.state;
  const add = (name: string, nodeName: string, podIP: string, hostIP: string, hostNetwork = false) => {
    const metadata = { name, namespace: 'default' };
    api.create('Pod', { metadata, spec: { nodeName, hostNetwork, containers: [{ name: 'c', image: 'x' }] } });
    api.updateStatus('Pod', { metadata, status: { podIP, podIPs: [{ ip: podIP }], hostIP } });
  };
  if (!api.get('ServiceAccount', { namespace: 'default', name: 'default' })) {
    api.create('ServiceAccount', { metadata: { name: 'default', namespace: 'default' } });
  }
  add('web', 'node-1', '10.244.0.8', '172.18.0.2');
  add('agent-1', 'node-1', '172.18.0.2', '172.18.0.2', true);
  add('agent-2', 'node-2', '172.18.0.3', '172.18.0.3', true);
  using requests = await openRequests(running.server.kubeconfig);
  await using cache = await cachePods(requests);
  const callerOf = createCallerFinder(cache, () => false);
  expect((await callerOf({ ...source, address }))?.pod).toBe(pod);
});
