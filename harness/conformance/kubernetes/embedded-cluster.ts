import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificateAuthority } from '../../environments/embedded/certificates/certificate-authority.ts';
import { startCluster } from '../../environments/embedded/cluster/cluster.ts';
import type { NodeOptions } from '../../environments/embedded/cluster/kubelet/node-object.ts';
import type { ConformanceEnvironment } from '../conformance-environment.ts';
import { clusterEnvironment } from './cluster-environment.ts';
import { conformanceImages } from './conformance-images.ts';
import type { KubernetesTarget } from './kubernetes-target.ts';

/** As kind's are: one for the control plane, and one for everybody. */
const nodes: readonly NodeOptions[] = [
  {
    name: 'control-plane',
    cpu: '4',
    memory: '16Gi',
    labels: { 'node-role.kubernetes.io/control-plane': '' },
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
  },
  { name: 'worker', cpu: '4', memory: '16Gi' },
];

/** The embedded cluster with two nodes, in this process. */
export async function embeddedCluster(): Promise<ConformanceEnvironment<KubernetesTarget>> {
  await using stack = new AsyncDisposableStack();
  const runDirectory = await mkdtemp(join(tmpdir(), 'conformance-'));
  stack.defer(() => rm(runDirectory, { recursive: true, force: true }));
  const ca = await createCertificateAuthority({ runId: 'conformance' });
  const issued = await ca.issue({ names: ['kubernetes.default.svc', 'localhost'], ips: ['127.0.0.1'] });
  const cluster = stack.use(
    await startCluster({
      certificate: { caPem: ca.certPem, ...issued },
      nodes,
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
