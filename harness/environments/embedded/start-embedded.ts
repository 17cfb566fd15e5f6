import type { BlockedConnection, Environment, ObjectStoreAccess } from '../environment.ts';
import type { CertificateAuthority } from './certificates/certificate-authority.ts';
import { startCluster } from './cluster/cluster.ts';
import type { ImageCatalog } from './cluster/kubelet/image-catalog.ts';
import type { NodeOptions } from './cluster/kubelet/node-object.ts';
import type { ExternalConnection } from './cluster/network/cluster-network.ts';
import type { Accounts } from './store/accounts.ts';
import { createObjectStore, type ObjectStore } from './store/object-store.ts';
import type { OtherServices } from './store/other-services.ts';
import { timeScale } from './time-scale.ts';
import { underLoad } from './under-load.ts';

export interface EmbeddedStoreOptions {
  readonly accounts: Accounts;
  /** At the same address as the store, for example IAM. */
  readonly otherServices?: OtherServices;
  /** Region of the bucket, and of endpoints that name none. */
  readonly region: string;
  /** Where large objects lie; the system's folder for temporary files unless given. */
  readonly directory?: string;
  /** Milliseconds since the epoch; the wall clock unless given. */
  readonly clock?: () => number;
}

/** The object store of an embedded environment; it exists before the cluster, because the Edge routes to it. */
export function createEmbeddedStore(options: EmbeddedStoreOptions): ObjectStore {
  return createObjectStore(options);
}

export interface EmbeddedOptions {
  readonly ca: CertificateAuthority;
  readonly images: ImageCatalog;
  readonly runDirectory: string;
  readonly realTime: boolean;
  readonly nodes: readonly NodeOptions[];
  /** Takes what pods send to the outside world. */
  readonly externalConnection: ExternalConnection;
  readonly store: ObjectStore;
  /** Keys of the store that may do everything. */
  readonly root: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
}

/** Real milliseconds that pods have to become ready; with true timing a spec's own delays count. */
const untilReady = { compressed: 8_000, realTime: 900_000 };

/** Of the API server's certificate: how clients outside and pods call it. */
const apiServerNames = [
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  'localhost',
];

/** Starts a Kubernetes cluster in this process, pods as child processes. No Docker, no root, no network. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Environment> {
  const { ca, images, runDirectory, realTime, nodes, externalConnection, store, root, region } = options;
  await using stack = new AsyncDisposableStack();
  stack.use(store);
  const certificate = {
    caPem: ca.certPem,
    ...(await ca.issue({ names: apiServerNames, ips: ['127.0.0.1', '10.96.0.1'] })),
  };
  const blockedConnections: BlockedConnection[] = [];
  const compileCache = process.env.NODE_COMPILE_CACHE;
  const cluster = stack.use(
    await startCluster({
      certificate,
      nodes,
      images,
      runDirectory,
      realTime,
      externalConnection,
      compileCache,
      onBlockedConnection: (connection) => blockedConnections.push(connection),
    }),
  );
  const { endpoint } = await store.listen();
  const objectStore: ObjectStoreAccess = { endpoint, region, ...root };
  const owned = stack.move();
  return {
    name: 'embedded',
    kubeconfig: cluster.kubeconfig,
    timeScale: timeScale(realTime),
    patience: {
      ready: underLoad(realTime ? untilReady.realTime : untilReady.compressed),
      // A ready Qtap has its config already: it fetches it before its status port opens (reference, qplane.md section 6).
      config: underLoad(1_000),
      traffic: underLoad(10_000),
      evidence: underLoad(3_000),
    },
    // The kubelet here keeps the verdicts of a spec's delays by itself, and knows images by name.
    podOverlay: {},
    agentKey: undefined,
    objectStore,
    blockedConnections,
    writeEvidence: async () => [],
    // Read in this process: how the agents stored it is what is tested, and they did that over the wire.
    storedObjects: async (bucket) =>
      store.objects(bucket).map(({ key, contentType, lastModified }) => ({
        key,
        contentType,
        storedAt: lastModified,
        bytes: store.read(bucket, key) ?? new Uint8Array(),
      })),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
