import { isBucketName } from '../../environments/embedded/store/storage/bucket-name.ts';
import { timeScale } from '../../environments/embedded/time-scale.ts';
import type {
  AccessKey,
  BlockedConnection,
  Environment,
  ObjectStoreAccess,
  Patience,
} from '../../environments/environment.ts';
import { createStoreGateway } from '../../environments/gateway/store-gateway.ts';
import { dialNode } from '../../environments/kind/dial-node.ts';
import { enforcePolicies, type PolicyEnforcement } from '../../environments/kind/enforce-policies.ts';
import type { KindCluster } from '../../environments/kind/kind-cluster.ts';
import type { KindPart } from '../../environments/kind/kind-options.ts';
import { keepLabel } from '../../environments/kind/life/cluster-objects.ts';
import { pinnedImages } from '../../environments/kind/pinned-images.ts';
import { prepareNode } from '../../environments/kind/prepare-node.ts';
import { ProgramError } from '../../environments/kind/run-program.ts';
import { sideBySide } from '../../environments/kind/side-by-side.ts';
import { type KindEnvironment, startKind } from '../../environments/kind/start-kind.ts';
import type { KindStore } from '../../environments/kind/store/kind-store.ts';
import { readStoredObjects } from '../../environments/read-stored-objects.ts';
import { relayTunnelPort } from '../../environments/relay/relay-address.ts';
import { startRelay } from '../../environments/relay/start-relay.ts';
import { EnvironmentError } from '../../errors/environment-error.ts';
import type { Iam } from '../../iam/iam.ts';
import { openCluster } from '../../kubernetes/cluster-client.ts';
import type { EnvironmentOverlay } from '../../manifests/overlay/overlay.ts';
import { duration } from '../../report/duration.ts';
import type { KindChoice } from '../../scenario/environment-choice.ts';
import { imageRole } from '../image-roles.ts';
import type { PlatformBasis } from '../platform.ts';
import type { EnvironmentNeeds } from './choose-environment.ts';
import { freeResources } from './free-resources.ts';
import { imageRequests } from './image-requests.ts';
import type { AcceptConnection, PreparedEnvironment, StoreSetUp } from './prepared-environment.ts';

/** What pods may dial in the outside world: HTTPS and HTTP. */
const ports = [443, 80];

/** A real kubelet starts containers one after the other, and two nodes may share two cores. */
const patience: Patience = { ready: 45_000, config: 10_000, traffic: 30_000, evidence: 10_000 };

/** True timing counts a spec's own delays; a real image is pulled first. */
const longPatience = 900_000;

/** A kind cluster and LocalStack: pods reach the Edge by the relay, and the Edge stands before LocalStack. */
export function prepareKind(choice: KindChoice, needs: EnvironmentNeeds, { iam }: PlatformBasis): PreparedEnvironment {
  const { setUp } = needs;
  const upstream = Promise.withResolvers<ObjectStoreAccess>();
  const { region, clock } = setUp;
  const gateway = createStoreGateway({
    ...{ accounts: iam, region, upstream: upstream.promise },
    ...(clock !== undefined && { clock }),
  });
  return {
    store: gateway,
    async start(accept) {
      await using stack = new AsyncDisposableStack();
      stack.use(gateway);
      const kind = stack.use(await start(choice, needs));
      upstream.resolve(kind.store.access);
      const blockedConnections: BlockedConnection[] = [];
      const { agentKey, podOverlay } = await join(kind, blockedConnections, accept, stack).catch(
        async (error: unknown) => {
          await needs.rescue(kind);
          throw error;
        },
      );
      const owned = stack.move();
      const { realTime } = needs.options;
      const slow = realTime || choice.agentImages.source === 'real';
      const environment: Environment = {
        name: 'kind',
        kubeconfig: kind.cluster.kubeconfig,
        timeScale: timeScale(realTime),
        patience: slow ? { ...patience, ready: longPatience } : patience,
        podOverlay,
        agentKey,
        objectStore: kind.store.access,
        blockedConnections,
        storedObjects: (bucket) =>
          kind.asked(readStoredObjects(kind.store.access, bucket, (key) => gateway.storedAt(bucket, key))),
        writeEvidence: (folder, holdsValue) => kind.writeEvidence(folder, holdsValue),
        [Symbol.asyncDispose]: () => owned.disposeAsync(),
      };
      return environment;
    },
  };

  /** Makes the way of pods to the Edge, and the bucket; what must go before the cluster is put onto the stack. */
  async function join(
    kind: KindEnvironment,
    blocked: BlockedConnection[],
    accept: AcceptConnection,
    stack: AsyncDisposableStack,
  ) {
    const startedAt = performance.now();
    const enforcement = await enforcePolicies(kind.cluster.kubeconfig, accept, (connection) =>
      blocked.push(connection),
    );
    stack.use(enforcement);
    const [agentKey] = await sideBySide(needs.signal, (signal) => [
      kind.asked(makeStore(kind.store, setUp, iam)),
      unlessAborted(connect(kind, needs, enforcement), signal).then((relay) => stack.use(relay)),
      kind.emptied,
    ]);
    const podOverlay = await overlayFor(kind, choice, needs);
    const { cluster, images, store } = kind.timings;
    needs.note(
      `images ${duration(images)}, cluster ${duration(cluster)}, side by side with LocalStack ${duration(store)}; then the relay and the bucket ${duration(performance.now() - startedAt)}`,
    );
    return { agentKey, podOverlay };
  }
}

/** What the work gives, unless the signal aborts before: what comes late is let go then. */
async function unlessAborted<T extends AsyncDisposable>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted.promise]);
  } catch (error) {
    work.then(
      (late) => late[Symbol.asyncDispose](),
      () => undefined,
    );
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function start(choice: KindChoice, { options, deployment, setUp, signal, progress, rescue }: EnvironmentNeeds) {
  // The relay's image is carried into the nodes like the others.
  const relay = { image: pinnedImages.base, content: { reference: pinnedImages.base } };
  const states = new Map<KindPart, string>();
  return startKind({
    runId: options.runId,
    runDirectory: options.runDirectory,
    reuse: choice.reuse,
    images: [...imageRequests(deployment, options.images, choice.agentImages), relay],
    nodeImage: choice.nodeImage,
    localstackImage: choice.localstackImage,
    region: setUp.region,
    signal,
    rescue,
    progress(part, text) {
      states.set(part, text);
      progress([...states].map(([name, state]) => `${name}: ${state}`).join(', '));
    },
  });
}

/** Names of the outside world lead to the relay, and the relay to the Edge. */
async function connect(
  { cluster }: KindEnvironment,
  { options, signal, progress }: EnvironmentNeeds,
  { accept, pods }: PolicyEnforcement,
) {
  await Promise.all(cluster.nodes.map(({ name }) => leadToRelay(cluster, name)));
  signal.throwIfAborted();
  return startRelay({
    mode: 'node',
    pods,
    dial: (node) => dialNode(node, relayTunnelPort),
    kubeconfig: cluster.kubeconfig,
    ports,
    image: pinnedImages.base,
    runId: options.runId,
    labels: { [keepLabel]: 'relay' },
    // It goes with the cluster, or serves the next run.
    keep: true,
    onConnection: accept,
    onProgress: progress,
  });
}

async function leadToRelay(cluster: KindCluster, node: string): Promise<void> {
  try {
    await prepareNode((script) => cluster.exec(node, ['sh', '-c', script]));
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    throw new EnvironmentError(
      `What pods of ${node} send cannot be led to the harness: ${error.stderr.trim()}\nIt takes iptables in the node, kube-proxy and a pod network: if --kind-image names an image of your own, leave it out.`,
      { cause: error },
    );
  }
}

/** The guide's steps at AWS: bucket, user, policy, key. The run's IAM, which judges at the Edge, learns the same. */
async function makeStore(store: KindStore, setUp: StoreSetUp, iam: Iam): Promise<AccessKey> {
  const { buckets, user, policies, furtherKeys } = setUp;
  const makeBuckets = async () => {
    for (const bucket of buckets.filter(isBucketName)) {
      if (await store.createBucket(bucket)) continue;
      throw new EnvironmentError(`LocalStack does not make the bucket ${bucket}: look for another one of that name.`);
    }
  };
  const makeUser = async () => {
    await store.createUser(user);
    for (const { bucket, document } of policies) {
      if (!isBucketName(bucket)) continue;
      await store.putUserPolicy(user, 'artifacts', document);
      iam.putUserPolicy(user, 'artifacts', document);
    }
    return store.createAccessKey(user);
  };
  const [{ accessKeyId, secretAccessKey }] = await Promise.all([makeUser(), makeBuckets()]);
  const key = { accessKeyId, secretAccessKey };
  for (const known of [key, ...furtherKeys]) iam.addAccessKey({ ...known, user });
  return key;
}

async function overlayFor(
  { cluster }: KindEnvironment,
  { declaredNode, agentImages }: KindChoice,
  { options }: EnvironmentNeeds,
): Promise<EnvironmentOverlay> {
  await using client = await openCluster(cluster.kubeconfig);
  const [nodes, pods] = await Promise.all([client.nodes(), client.allPods()]);
  const resources = freeResources(declaredNode, nodes, pods);
  const isPulled = agentImages.source === 'real';
  return {
    ...(resources && { resources }),
    compressProbes: !options.realTime,
    isLoaded: (image) => {
      const role = imageRole(image, options.images);
      if (role === undefined) return false;
      return !isPulled || role === 'idle' || agentImages[role] !== undefined;
    },
    isIdle: (image) => imageRole(image, options.images) === 'idle',
  };
}
