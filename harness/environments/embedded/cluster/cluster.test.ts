import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createCertificateAuthority } from '../certificates/certificate-authority.ts';
import { startCluster } from './cluster.ts';

// Pods are processes, and other work may keep the machine busy.
const script = fileURLToPath(new URL('kubelet/testing/programs/echo.ts', import.meta.url));
const images = {
  resolve: () => ({ name: 'echo', script, executables: [], entrypoint: [], user: 0 }),
  hint: () => '',
};

test('a client of the kubeconfig sees the node, and the log of a pod that ran', async () => {
  await using stack = new AsyncDisposableStack();
  const ca = await createCertificateAuthority({ runId: 'test' });
  const runDirectory = await mkdtemp(join(tmpdir(), 'cluster-'));
  stack.defer(() => rm(runDirectory, { recursive: true, force: true }));
  const issued = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
  const certificate = { caPem: ca.certPem, ...issued };
  const cluster = stack.use(
    await startCluster({ certificate, images, runDirectory, externalConnection: (socket) => socket.destroy() }),
  );
  const config = parse(cluster.kubeconfig) as { users: [{ user: { token: string } }] };
  const call = async (method: string, path: string, body?: object): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const headers = { authorization: `Bearer ${config.users[0].user.token}`, 'content-type': 'application/json' };
    const options = { method, headers, ca: ca.certPem, agent: false as const };
    request(`${cluster.url}${path}`, options, (response) => void text(response).then(resolve, reject))
      .on('error', reject)
      .end(body && JSON.stringify(body));
    return promise;
  };
  const nodes = JSON.parse(await call('GET', '/api/v1/nodes')) as { items: { metadata: { name: string } }[] };
  expect(nodes.items.map(({ metadata }) => metadata.name)).toEqual(['node-1']);
  const container = { name: 'c', image: 'any', args: ['hello'], env: [{ name: 'EXIT_CODE', value: '0' }] };
  const spec = { restartPolicy: 'Never', containers: [container] };
  await call('POST', '/api/v1/namespaces/default/pods', { metadata: { name: 'p' }, spec });
  const { promise, resolve } = Promise.withResolvers<void>();
  using _watch = cluster.api.watch('Pod', ({ object }) => {
    if (object.status?.phase === 'Succeeded') resolve();
  });
  await promise;
  expect(await call('GET', '/api/v1/namespaces/default/pods/p/log')).toContain('"args":["hello"]');
});
