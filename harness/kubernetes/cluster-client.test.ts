import { expect, test } from 'vitest';
import { startTestServer } from '../environments/embedded/cluster/api/testing/start-test-server.ts';
import { openCluster, type Pod } from './cluster-client.ts';
import { KubernetesError } from './kubernetes-error.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'one' },
  spec: { containers: [{ name: 'c', image: 'i' }] },
};

/** A user whom only the library can log in: a credential plugin prints the token. */
function withPlugin(kubeconfig: string, token: string): string {
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } };
  const script = `console.log(${JSON.stringify(JSON.stringify(credential))})`;
  const exec = {
    apiVersion: credential.apiVersion,
    command: process.execPath,
    args: ['-e', script],
    interactiveMode: 'Never',
  };
  return kubeconfig.replace(/user: \{token: .*\}/, `user: ${JSON.stringify({ exec })}`);
}

test.each([
  ['a token', (kubeconfig: string) => kubeconfig],
  ['a credential plugin', withPlugin],
])('reads and writes by %s', async (_, change) => {
  await using running = await startTestServer();
  const { kubeconfig, token } = running.server;
  await using cluster = await openCluster(change(kubeconfig, token));
  const created = await cluster.create(pod, 'default');
  expect(created.metadata).toMatchObject({ name: 'one', namespace: 'default' });
  expect((await cluster.pods('default')).map(({ metadata }) => metadata?.name)).toEqual(['one']);
});

test('changes fields of an object, and reads it back', async () => {
  await using running = await startTestServer();
  await using cluster = await openCluster(running.server.kubeconfig);
  await cluster.create(pod, 'default');
  await cluster.patch(pod, 'default', { metadata: { labels: { app: 'one' } } });
  const { metadata } = await cluster.read<Pod>(pod, 'default');
  expect(metadata?.labels).toEqual({ app: 'one' });
});

test("a wrong token is the server's own refusal", async () => {
  await using running = await startTestServer();
  await using cluster = await openCluster(running.server.kubeconfig.replace(/token: .*\}/, 'token: wrong}'));
  await expect(cluster.pods('default')).rejects.toThrow(
    expect.objectContaining({ status: 401, reason: 'Unauthorized' }),
  );
});

test('an unknown field reaches the server and comes back by its path', async () => {
  await using running = await startTestServer();
  await using cluster = await openCluster(running.server.kubeconfig);
  const refused = cluster.create({ ...pod, spec: { ...pod.spec, hostPid: true } }, 'default');
  await expect(refused).rejects.toThrow(KubernetesError);
  await expect(refused).rejects.toThrow('unknown field "spec.hostPid"');
});

test('a watch tells of each change until it is called off', async () => {
  await using running = await startTestServer();
  await using cluster = await openCluster(running.server.kubeconfig);
  const off = new AbortController();
  const seen = Promise.withResolvers<void>();
  const watching = cluster.watchPods('default', () => seen.resolve(), off.signal);
  await cluster.create(pod, 'default');
  await seen.promise;
  off.abort();
  await watching;
});
