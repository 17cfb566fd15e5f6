import type { ClusterApi } from './api/cluster-api.ts';
import { createClusterState } from './api/cluster-state.ts';
import { startApiServer } from './api/server/api-server.ts';
import type { ImageCatalog } from './kubelet/image-catalog.ts';
import type { NodeEntries } from './kubelet/node-file-system.ts';
import type { NodeOptions } from './kubelet/node-object.ts';
import { createPace } from './kubelet/pace.ts';
import type { ClusterNetwork, ExternalConnection } from './network/cluster-network.ts';
import { createClusterNetwork } from './network/create-cluster-network.ts';
import type { BlockedConnection } from './network/egress-judge.ts';
import { createEgressJudge } from './network-policy/create-egress-judge.ts';
import { policySource } from './network-policy/policy-source.ts';
import { startNodeComponents } from './node-components.ts';

export interface ClusterOptions {
  /** By default one node with 4 CPUs and 16Gi. */
  readonly nodes?: readonly NodeOptions[];
  readonly images: ImageCatalog;
  /** Real folder for nodes and volumes; best short, for Unix sockets lie in it. Whoever made it removes it. */
  readonly runDirectory: string;
  /** Keeps every delay of a spec; by default they cost no real time and change no verdict. */
  readonly realTime?: boolean;
  /** PEM, for the API server: names IP address 127.0.0.1, signed by the CA. */
  readonly certificate: { readonly caPem: string; readonly certPem: string; readonly keyPem: string };
  /** Takes what pods send to addresses outside the cluster. */
  readonly externalConnection: ExternalConnection;
  /** What each node's file system holds from the start; by default what a Linux node with containerd has. */
  readonly nodeEntries?: NodeEntries | undefined;
  /** Real folder of Node's compile cache that pods share; without one they start more slowly. */
  readonly compileCache?: string | undefined;
  /** Told of each connection or look-up that a NetworkPolicy keeps from a pod. */
  readonly onBlockedConnection?: ((blocked: BlockedConnection) => void) | undefined;
  /** Takes faults of the cluster's own parts; by default they become warnings of the process. */
  readonly onError?: (error: unknown) => void;
}

export interface Cluster extends AsyncDisposable {
  /** YAML; an ordinary kubeconfig of an administrator. */
  readonly kubeconfig: string;
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  readonly api: ClusterApi;
  readonly network: ClusterNetwork;
  /** Real folder that stands for a node's root. */
  nodeRoot(name: string): string | undefined;
}

const oneNode: readonly NodeOptions[] = [{ name: 'node-1', cpu: '4', memory: '16Gi' }];

const apiServerPort = 6443;

/** Starts a Kubernetes cluster in this process, with pods as child processes. Disposing it ends them all within a second. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { nodes = oneNode, realTime = false, onError = warn, certificate, externalConnection } = options;
  await using stack = new AsyncDisposableStack();
  const state = createClusterState({ rootCa: certificate.caPem });
  const { onBlockedConnection } = options;
  const { backOff } = createPace(realTime);
  const network = stack.use(createClusterNetwork({ externalConnection, onBlockedConnection, timeout: backOff }));
  network.egressJudge = createEgressJudge(policySource(state.api));
  const server = stack.use(await startApiServer({ state, certificate }));
  const components = stack.use(startNodeComponents({ ...options, api: state.api, network, nodes, realTime, onError }));
  server.nodeAgent = components;
  publishApiServer(state.api, network, Number(new URL(server.url).port), nodes);
  const owned = stack.move();
  return {
    kubeconfig: server.kubeconfig,
    url: server.url,
    api: state.api,
    network,
    nodeRoot: (name) => components.nodeRoot(name),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

/** Pods reach the API server where kubeadm has it: on the first node, behind Service `kubernetes`. */
function publishApiServer(api: ClusterApi, network: ClusterNetwork, real: number, nodes: readonly NodeOptions[]): void {
  const [first] = nodes;
  if (!first) return;
  const { ip } = network.addNode(first.name);
  network.publish(ip, apiServerPort, real);
  api.create('Endpoints', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    },
    subsets: [{ addresses: [{ ip }], ports: [{ name: 'https', port: apiServerPort, protocol: 'TCP' }] }],
  });
  api.create('EndpointSlice', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [ip], conditions: { ready: true } }],
    ports: [{ name: 'https', port: apiServerPort, protocol: 'TCP' }],
  });
}
