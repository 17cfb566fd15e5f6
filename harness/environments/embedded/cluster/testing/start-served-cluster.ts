import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCertificateAuthority } from '../../certificates/certificate-authority.ts';
import { type Cluster, startCluster } from '../cluster.ts';
import type { ImageCatalog } from '../kubelet/image-catalog.ts';

export interface ServedCluster extends AsyncDisposable {
  readonly cluster: Cluster;
  /** File with the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** A folder of its own that goes with it. */
  readonly folder: string;
}

/** As on the lab's real nodes: `node -e CODE` is all that it runs. */
export const nodeImage = 'node:24-bookworm-slim';

const script = fileURLToPath(new URL('programs/node.ts', import.meta.url));

const images: ImageCatalog = {
  resolve: (name) =>
    name === nodeImage ? { name, script, executables: ['node'], entrypoint: ['node'], user: 0 } : undefined,
  hint: () => `this cluster has image ${nodeImage} only`,
};

/** A whole cluster of two nodes behind HTTPS, for clients as they are. */
export async function startServedCluster(): Promise<ServedCluster> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'cluster-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const ca = await createCertificateAuthority({ runId: 'test' });
  const issued = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
  const cluster = stack.use(
    await startCluster({
      certificate: { caPem: ca.certPem, ...issued },
      nodes: ['node-1', 'node-2'].map((name) => ({ name, cpu: '4', memory: '16Gi' })),
      images,
      runDirectory: folder,
      externalConnection: (socket) => socket.destroy(),
    }),
  );
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  const owned = stack.move();
  return { cluster, kubeconfig, folder, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
