import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { createCertificateAuthority } from '../certificates/certificate-authority.ts';
import { type Cluster, startCluster } from './cluster.ts';

// Pods are processes, and other work may keep the machine busy.
vi.setConfig({ testTimeout: 60_000 });

const script = (image: string) => fileURLToPath(new URL(`kubelet/testing/programs/${image}.ts`, import.meta.url));
const images = {
  resolve: (image: string) => ({ name: image, script: script(image), executables: [], entrypoint: [], user: 0 }),
  hint: () => '',
};
const volumes = [
  { name: 'data', emptyDir: {} },
  { name: 'host', hostPath: { path: '/var/lib/pods', type: 'DirectoryOrCreate' } },
  { name: 'late', configMap: { name: 'late' } },
];

const hasProcesses = () => process.getActiveResourcesInfo().includes('ProcessWrap');

function createPods({ api }: Cluster): void {
  for (const [name, own] of [['whole', volumes.slice(0, 2)] as const, ['waits', volumes] as const]) {
    const volumeMounts = own.map((volume) => ({ name: volume.name, mountPath: `/${volume.name}`, subPath: 'below' }));
    const initContainer = { name: 'i', image: 'echo', volumeMounts, env: [{ name: 'EXIT_CODE', value: '0' }] };
    const containers = [{ name: 'c', image: 'fill', volumeMounts }];
    const initContainers = name === 'waits' ? [initContainer] : [];
    api.create('Pod', { metadata: { name, namespace: 'default' }, spec: { initContainers, containers, volumes: own } });
  }
}

async function runs({ api }: Cluster): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _watch = api.watch('Pod', ({ object }) => {
    if (object.metadata?.name === 'waits' && object.status?.phase === 'Running') resolve();
  });
  await promise;
}

test('whenever a cluster is disposed of while pods start, nothing comes into its folder afterwards', async () => {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const certificate = { caPem: ca.certPem, ...(await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] })) };
  const parent = await mkdtemp(join(tmpdir(), 'disposal-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(parent, { recursive: true, force: true }));
  let interrupted = 0;
  for (const moment of [...Array(12).keys(), 'all run'] as const) {
    const runDirectory = join(parent, String(moment));
    const cluster = await startCluster({
      certificate,
      images,
      runDirectory,
      externalConnection: (socket) => socket.destroy(),
      onError: (error) => expect.fail(String(error)),
    });
    createPods(cluster);
    for (let count = 0; count < Number(moment); count++) await turn();
    // The volume that one of the pods waits for arrives in the last moment.
    cluster.api.create('ConfigMap', { metadata: { name: 'late', namespace: 'default' }, data: { 'a.txt': 'late' } });
    if (moment === 'all run') await runs(cluster);
    if (hasProcesses()) interrupted++;
    await cluster[Symbol.asyncDispose]();
    expect(hasProcesses()).toBe(false);
    await rm(runDirectory, { recursive: true });
    for (let count = 0; count < 50; count++) await turn();
    expect(existsSync(runDirectory)).toBe(false);
  }
  // Not all of them before the first process was there.
  expect(interrupted).toBeGreaterThan(1);
});
