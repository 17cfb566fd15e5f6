import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificateAuthority } from '../../environments/embedded/certificates/certificate-authority.ts';
import { startCluster } from '../../environments/embedded/cluster/cluster.ts';
import type { ConformanceEnvironment } from '../conformance-environment.ts';
import { clusterEnvironment } from './cluster-environment.ts';
import { conformanceImages } from './conformance-images.ts';
import type { KubernetesTarget } from './kubernetes-target.ts';

/** The embedded cluster with two nodes, in this process. */
export async function embeddedCluster(): Promise<ConformanceEnvironment<KubernetesTarget>> {
  await using stack = new AsyncDisposableStack();
  const runDirectory = await mkdtemp(join(tmpdir(), 'conformance-'));
  stack.defer(() => rm(runDirectory, { recursive: true, force: true }));
  const ca = await createCertificateAuthority({ runId: 'conformance' });
  const issued = await ca.issue({ names: ['kubernetes', 'localhost'], ips: ['127.0.0.1'] });
  const cluster = stack.use(
    await startCluster({
      certificate: { caPem: ca.certPem, ...issued },
      nodes: ['node-1', 'node-2'].map((name) => ({ name, cpu: '4', memory: '16Gi' })),
      images: conformanceImages,
      runDirectory,
      externalConnection: (socket) => socket.destroy(),
    }),
  );
  const { [Symbol.asyncDispose]: leave, ...environment } = await clusterEnvironment('embedded', cluster.kubeconfig);
  stack.defer(leave);
  const owned = stack.move();
  return { ...environment, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
