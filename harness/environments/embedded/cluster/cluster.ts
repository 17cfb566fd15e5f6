import type { ClusterApi } from './api/cluster-api.ts';
import { createClusterState } from './api/cluster-state.ts';
import { startApiServer } from './api/server/api-server.ts';
import type { ImageCatalog } from './kubelet/image-catalog.ts';
import type { NodeOptions } from './kubelet/node-object.ts';
import type { ClusterNetwork, ExternalConnection } from './network/cluster-network.ts';
import { createClusterNetwork } from './network/create-cluster-network.ts';
import { startNodeComponents } from './node-components.ts';

export interface ClusterOptions {
  /** PEM. For 127.0.0.1, signed by the CA. */
  readonly certificate: { readonly caPem: string; readonly certPem: string; readonly keyPem: string };
  readonly images: ImageCatalog;
  /** One node of 4 CPU and 16 GiB unless given. */
  readonly nodes?: readonly NodeOptions[];
  /** Real folder for nodes' file systems and pods' volumes. */
  readonly runDirectory: string;
  /** True timing of probes and back-off; else the delays of a spec cost no real time. */
  readonly realTime: boolean;
  readonly externalConnection: ExternalConnection;
  /** Folder of Node's compile cache for the pods' processes. */
  readonly compileCache?: string | undefined;
  /** Told of faults of the cluster itself. */
  readonly onError?: (error: unknown) => void;
}

export interface Cluster extends AsyncDisposable {
  readonly url: string;
  /** YAML of an ordinary kubeconfig. */
  readonly kubeconfig: string;
  readonly api: ClusterApi;
  readonly network: ClusterNetwork;
}

const oneNode: readonly NodeOptions[] = [{ name: 'node-1', cpu: '4', memory: '16Gi' }];

/** Starts a Kubernetes cluster in this process; its pods are child processes. All of it ends with it. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  await using stack = new AsyncDisposableStack();
  const { certificate, images, nodes = oneNode, runDirectory, realTime, externalConnection, compileCache } = options;
  const onError = options.onError ?? reportFault;
  const state = createClusterState({ rootCa: certificate.caPem });
  const network = stack.use(createClusterNetwork({ externalConnection }));
  const { api } = state;
  const components = stack.use(
    startNodeComponents({ api, network, images, nodes, runDirectory, realTime, compileCache, onError }),
  );
  const server = stack.use(await startApiServer({ state, certificate, nodeAgent: components }));
  const owned = stack.move();
  return {
    url: server.url,
    kubeconfig: server.kubeconfig,
    api,
    network,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function reportFault(error: unknown): void {
  process.stderr.write(`embedded cluster: ${error instanceof Error ? error.stack : String(error)}\n`);
}
