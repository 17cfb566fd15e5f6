import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { V1DaemonSet, V1OwnerReference, V1Secret } from '@kubernetes/client-node';
import type { Caller } from '../../edge/exchange.ts';
import { EnvironmentError } from '../../errors/environment-error.ts';
import type { Pod } from '../../kubernetes/cluster-client.ts';
import { type ClusterRequests, openRequests } from '../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import { cachePods, type PodCache } from '../../kubernetes/pod-cache.ts';
import { openPortForward } from '../../kubernetes/port-forward.ts';
import { resourcePath } from '../../kubernetes/resource-path.ts';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { createCallerFinder } from './caller-finder.ts';
import { keepTunnels, type Tunnels } from './keep-tunnels.ts';
import { header } from './program/protocol.ts';
import { relayAddress, relayTunnelPort } from './relay-address.ts';
import { type RelayMode, type RelayObjects, relayName, relayObjects, tokenKey } from './relay-objects.ts';
import { isRelayPod, isRunning, relayPods, stuckReason } from './relay-pods.ts';
import { readRelayProgram } from './relay-program.ts';
import { relayTroubles } from './relay-troubles.ts';

/** Where a connection comes from, and what was dialled. */
export interface ConnectionOrigin {
  /** Undefined for what is no pod, or cannot be told. */
  readonly caller: Caller | undefined;
  readonly port: number;
  /** What a pod dialled without a name; undefined for what came by one. */
  readonly address: string | undefined;
}

interface CommonOptions {
  /** YAML text; its current context is the cluster. */
  readonly kubeconfig: string;
  /** What pods dial. */
  readonly ports: readonly number[];
  /** An image with Node 24. */
  readonly image: string;
  /** A relay serves one run at a time. */
  readonly runId: string;
  /** Of every object that is made. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What the relay's objects go with, when it goes. */
  readonly ownerReferences?: readonly V1OwnerReference[];
  /** Leaves the relay in the cluster when disposed of, for the next run or because the cluster goes as a whole. */
  readonly keep?: boolean;
  /** Takes each connection of a pod. It ends and resets as a socket does. */
  readonly onConnection: (connection: Duplex, from: ConnectionOrigin) => void;
  /** Told what is waited for, in a few words. */
  readonly onProgress?: (what: string) => void;
  /** Milliseconds until the relay must be ready; default 60 s. */
  readonly timeout?: number;
}

/** Privileged, on every node and in its network, with DNS for the outside world: for clusters that are the harness's own. */
interface NodeOptions extends CommonOptions {
  readonly mode: 'node';
  /** Those of all namespaces, where somebody follows them already. */
  readonly pods?: PodCache;
  /** Connects to `relayTunnelPort` of a node; default the API server's port-forward. */
  readonly dial?: (node: string) => Promise<Duplex>;
}

/** Unprivileged, one pod behind a Service in a namespace that is there: for clusters of somebody else's. */
interface ServiceOptions extends CommonOptions {
  readonly mode: 'service';
  readonly namespace: string;
  /** Where the pods are that connect; default the relay's own namespace. */
  readonly podNamespaces?: readonly string[];
}

export type RelayOptions = NodeOptions | ServiceOptions;

/** A relay that is ready: pods that dial its address reach `onConnection`. Survives the restart of its pods. */
export interface Relay extends AsyncDisposable {
  /** Where pods find it: what names of the outside world must resolve to. */
  readonly address: string;
}

/** Namespace of a relay on the nodes. */
const systemNamespace = 'pii-harness-system';

/** Milliseconds until pods that were removed must be gone; what stays is Kubernetes' to finish. */
const removalPatience = 30_000;

/**
 * Brings pods of a real cluster to this process: puts a relay into the cluster (or takes over one of the same version that
 * is there) and opens a tunnel to each of its pods, so that nothing here has to be reachable. Throws
 * `EnvironmentError` with what the cluster says of it when it does not get ready.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { kubeconfig, mode, runId, keep = false, onConnection, onProgress = () => undefined } = options;
  const namespace = options.mode === 'node' ? systemNamespace : options.namespace;
  const deadline = AbortSignal.timeout(options.timeout ?? 60_000);
  await using stack = new AsyncDisposableStack();
  const requests = stack.use(await openRequests(kubeconfig));
  try {
    const cache = (options.mode === 'node' ? options.pods : undefined) ?? stack.use(await ownPods(requests, options));
    const kept = mode === 'node' ? await storedToken(requests, namespace) : undefined;
    const token = kept ?? randomBytes(24).toString('base64url');
    const { image, ports, labels = {} } = options;
    const { ownerReferences } = options;
    const program = readRelayProgram();
    const dial = options.mode === 'node' ? options.dial : undefined;
    const objects = relayObjects({
      ...{ mode, namespace, ports, image, labels, ownerReferences, program, token },
      isDialled: dial !== undefined,
    });
    onProgress('putting the relay into the cluster');
    const applied: ManifestObject[] = [];
    if (!keep) stack.defer(() => remove(requests, cache, namespace, applied));
    await applyAll(requests, objects, mode, deadline, applied);
    const callerOf = createCallerFinder(cache, isRelayPod);

    async function take(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, relay: Pod): Promise<void> {
      stream.on('error', () => undefined);
      stream.respond({ ':status': 200 });
      const caller = await callerOf({
        address: text(headers[header.source]) ?? '',
        podUid: text(headers[header.podUid]),
        ownNode: headers[header.ownNode] !== undefined,
        node: relay.spec?.nodeName ?? '',
        seesProcesses: mode === 'node',
      });
      const address = text(headers[header.address]);
      if (!stream.destroyed) onConnection(stream, { caller, port: Number(headers[header.port]), address });
    }

    const tunnels = stack.use(
      keepTunnels({
        ...{ cache, namespace, token, runId, version: objects.version },
        dial: ({ metadata, spec }) =>
          dial?.(spec?.nodeName ?? '') ??
          openPortForward(requests.connection, { namespace, pod: metadata?.name ?? '', port: relayTunnelPort }),
        onStream: (stream, headers, relay) => void take(stream, headers, relay),
      }),
    );
    await ready({ mode, requests, cache, tunnels, namespace, image, version: objects.version, deadline, onProgress });
    const owned = stack.move();
    return {
      address: mode === 'node' ? relayAddress : clusterAddress(applied),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    const remedy =
      error.status === 403 ? ' Give this user the rights that the harness needs, or take another one.' : '';
    throw new EnvironmentError(`The relay cannot be put into namespace ${namespace}: ${error.message}.${remedy}`, {
      cause: error,
    });
  }
}

function ownPods(requests: ClusterRequests, options: RelayOptions): Promise<PodCache> {
  if (options.mode === 'node') return cachePods(requests);
  return cachePods(requests, [...new Set([options.namespace, ...(options.podNamespaces ?? [])])]);
}

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The token of a relay that is there already. */
async function storedToken(requests: ClusterRequests, namespace: string): Promise<string | undefined> {
  try {
    const { data } = await requests.get<V1Secret>(`${resourcePath('v1', 'Secret', namespace)}/${relayName}`);
    return Buffer.from(data?.[tokenKey] ?? '', 'base64').toString() || undefined;
  } catch (error) {
    if (error instanceof KubernetesError && error.status === 404) return undefined;
    throw error;
  }
}

async function applyAll(
  requests: ClusterRequests,
  { objects }: RelayObjects,
  mode: RelayMode,
  deadline: AbortSignal,
  applied: ManifestObject[],
): Promise<void> {
  // In somebody's namespace what has its names is not the relay's to change, and to remove with it.
  const put = mode === 'node' ? requests.apply : requests.create;
  for (const object of objects) applied.push(await putOne(put, object, deadline));
}

/** What an earlier run removed may still be on its way out, with all its namespace. */
async function putOne(
  put: (object: ManifestObject) => Promise<ManifestObject>,
  object: ManifestObject,
  deadline: AbortSignal,
): Promise<ManifestObject> {
  for (;;) {
    try {
      return await put(object);
    } catch (error) {
      const passes = error instanceof KubernetesError && /being (terminated|deleted)/.test(error.message);
      if (!passes || deadline.aborted) throw error;
      await delay(300);
    }
  }
}

function clusterAddress(applied: readonly ManifestObject[]): string {
  const service = applied.find(({ kind }) => kind === 'Service') as unknown as
    | { spec: { clusterIP: string } }
    | undefined;
  return service?.spec.clusterIP ?? '';
}

interface Readiness {
  readonly mode: RelayMode;
  readonly requests: ClusterRequests;
  readonly cache: PodCache;
  readonly tunnels: Tunnels;
  readonly namespace: string;
  readonly image: string;
  readonly version: string;
  readonly deadline: AbortSignal;
  readonly onProgress: (what: string) => void;
}

async function ready(readiness: Readiness): Promise<void> {
  const { mode, requests, cache, tunnels, namespace, version, deadline, onProgress } = readiness;
  const wanted = mode === 'node' ? await wantedPods(requests, namespace, deadline) : 1;
  const late = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve()));
  const { promise: stuck, resolve: give } = Promise.withResolvers<string>();
  const look = (): void => {
    const reason = relayPods(cache.objects(), namespace, version)
      .map(stuckReason)
      .find((found) => found !== undefined);
    if (reason !== undefined) give(reason);
  };
  cache.onChange(look);
  look();
  let said = '';
  while (wanted === undefined || tunnels.count < wanted) {
    const running = relayPods(cache.objects(), namespace, version).filter(isRunning).length;
    const what = `waiting for the relay: ${running} of ${wanted ?? '?'} pods run, ${tunnels.count} answer`;
    if (what !== said) onProgress(what);
    said = what;
    const reason = await Promise.race([tunnels.changed(), stuck, late]);
    if (reason !== undefined || deadline.aborted || wanted === undefined) {
      throw await notReady(readiness, reason ?? `${tunnels.count} of ${wanted ?? '?'} pods answer`);
    }
  }
  onProgress('the relay is ready');
}

/** How many nodes get a relay; undefined when the DaemonSet's controller did not say in time. */
async function wantedPods(
  requests: ClusterRequests,
  namespace: string,
  deadline: AbortSignal,
): Promise<number | undefined> {
  while (!deadline.aborted) {
    const path = `${resourcePath('apps/v1', 'DaemonSet', namespace)}/${relayName}`;
    const { metadata, status } = await requests.get<V1DaemonSet>(path);
    const isCurrent = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
    if (isCurrent && status !== undefined && status.desiredNumberScheduled > 0) return status.desiredNumberScheduled;
    await delay(100);
  }
  return undefined;
}

async function notReady({ mode, requests, cache, tunnels, namespace, image, version }: Readiness, reason: string) {
  const pods = relayPods(cache.objects(), namespace, version);
  const troubles = await relayTroubles(requests, namespace, pods);
  if (tunnels.lastFailure !== undefined) troubles.push(`tunnel to ${tunnels.lastFailure}`);
  const remedy = /Image|Pull/.test(reason)
    ? `Load the image ${image} into the nodes (kind load docker-image ${image} --name CLUSTER), or name one that they can pull${mode === 'service' ? ': npm run images -- REPOSITORY --push puts it there, and --stand-in-images REPOSITORY names it' : ''}.`
    : `Look at it with kubectl --namespace ${namespace} describe pods.`;
  return new EnvironmentError(
    [
      `The relay, through which pods reach the harness, is not ready: ${reason}.`,
      ...troubles.map((line) => `  ${line}`),
      remedy,
    ].join('\n'),
  );
}

async function remove(
  requests: ClusterRequests,
  cache: PodCache,
  namespace: string,
  objects: readonly ManifestObject[],
): Promise<void> {
  const owner = objects.find(({ kind }) => kind === 'Namespace');
  for (const object of owner === undefined ? objects.toReversed() : [owner]) await requests.remove(object);
  const gone = (pods: readonly Pod[]) =>
    pods.some((pod) => isRelayPod(pod) && pod.metadata?.namespace === namespace) ? undefined : true;
  await cache.waitFor(gone, AbortSignal.timeout(removalPatience));
}
