import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { CoreV1Event, V1Node, V1Pod } from '@kubernetes/client-node';
import type { Wire } from '../environments/embedded/cluster/api/wire.ts';
import type { ManifestObject } from '../manifests/manifest.ts';
import { clusterUrl } from './cluster-url.ts';
import { connection } from './connection.ts';
import { failWhenSilent } from './fail-when-silent.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { resourcePath } from './resource-path.ts';

export type Pod = Wire<V1Pod>;
export type ClusterEvent = Wire<CoreV1Event>;
export type Node = Wire<V1Node>;

/**
 * What the harness asks of a cluster, whatever is behind the kubeconfig. Objects travel as the user wrote them: a typed
 * client drops the fields that it does not know, and those are what a strict server must see.
 */
export interface ClusterClient extends AsyncDisposable {
  /** Creates with strict field validation, as `kubectl` asks for. Throws `KubernetesError`. */
  create(object: ManifestObject, namespace: string): Promise<ManifestObject>;
  /** Puts an object in the place of the one of its name. Throws `KubernetesError`. */
  replace(object: ManifestObject, namespace: string): Promise<ManifestObject>;
  /** Waits until pods can be made in a new namespace: they need its `default` service account, which a controller makes. */
  awaitServiceAccount(namespace: string): Promise<void>;
  /** Changes fields of an object (a JSON merge patch), as `kubectl scale` and `kubectl rollout restart` do. */
  patch(object: ManifestObject, namespace: string, changes: object): Promise<void>;
  /** The object of that kind and name as it is stored now, with its status. Throws `KubernetesError` where there is none. */
  read<T = ManifestObject>(object: ManifestObject, namespace: string): Promise<T>;
  pods(namespace: string): Promise<Pod[]>;
  /** Deletes a pod without a moment to finish. False: it was gone. */
  killPod(namespace: string, name: string): Promise<boolean>;
  /** Of all namespaces. */
  allPods(): Promise<Pod[]>;
  nodes(): Promise<Node[]>;
  events(namespace: string): Promise<ClusterEvent[]>;
  /** A container's log so far; empty when there is none yet. */
  log(namespace: string, pod: string, container: string, previous?: boolean): Promise<string>;
  /** GET of a path on a pod's port through the API server's pod proxy. */
  fetchFromPod(namespace: string, pod: string, port: number, path: string): Promise<string>;
  /** Calls back at each change of a pod in the namespace until the signal aborts; a watch that the server ends is taken up again. */
  watchPods(namespace: string, onChange: () => void, signal: AbortSignal): Promise<void>;
}

const notFound = 404;

/** How long a service account is waited for, and how often it is looked at, in ms. */
const accountPatience = 10_000;
const glance = 50;

/** Opens the current context of a kubeconfig (YAML text). */
export async function openCluster(kubeconfig: string): Promise<ClusterClient> {
  const { server, tls, proxy, headers } = await connection(kubeconfig);
  const agent = proxy ?? new Agent({ keepAlive: true });

  const send = async (method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<IncomingMessage> => {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const own = { ...(await headers()), accept: 'application/json' };
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const content = payload && { 'content-type': type, 'content-length': payload.length };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const options = { method, agent, ...tls, headers: { ...own, ...content }, ...(signal && { signal }) };
    const outgoing = request(clusterUrl(server, path), options, resolve).on('error', reject);
    if (signal === undefined) failWhenSilent(outgoing);
    outgoing.end(payload);
    const response = await promise;
    const status = response.statusCode ?? 0;
    if (status < 200 || status >= 300) throw new KubernetesError(status, await text(response));
    return response;
  };
  const get = async (path: string) => text(await send('GET', path));
  const items = async <T>(path: string) => (JSON.parse(await get(path)) as { items: T[] }).items;

  /** False: there is nothing at the path. */
  const unlessGone = async (method: string, path: string) => {
    try {
      (await send(method, path)).resume();
      return true;
    } catch (error) {
      if (error instanceof KubernetesError && error.status === notFound) return false;
      throw error;
    }
  };

  return {
    async create(object, namespace) {
      const path = resourcePath(object.apiVersion, object.kind, object.metadata.namespace ?? namespace);
      const created = await send('POST', `${path}?fieldValidation=Strict&fieldManager=pii-harness`, object);
      return JSON.parse(await text(created)) as ManifestObject;
    },
    async replace(object, namespace) {
      const path = `${resourcePath(object.apiVersion, object.kind, namespace)}/${object.metadata.name}`;
      return JSON.parse(await text(await send('PUT', `${path}?fieldManager=pii-harness`, object))) as ManifestObject;
    },
    async awaitServiceAccount(namespace) {
      const path = `${resourcePath('v1', 'ServiceAccount', namespace)}/default`;
      for (const deadline = performance.now() + accountPatience; performance.now() < deadline; await wait(glance)) {
        if (await unlessGone('GET', path)) return;
      }
    },
    async patch(object, namespace, changes) {
      await text(await send('PATCH', `${pathOf(object, namespace)}?fieldManager=pii-harness`, changes));
    },
    read: async (object, namespace) => JSON.parse(await get(pathOf(object, namespace))),
    pods: (namespace) => items<Pod>(resourcePath('v1', 'Pod', namespace)),
    killPod: (namespace, name) =>
      unlessGone('DELETE', `${resourcePath('v1', 'Pod', namespace)}/${name}?gracePeriodSeconds=0`),
    allPods: () => items<Pod>('/api/v1/pods'),
    nodes: () => items<Node>('/api/v1/nodes'),
    events: (namespace) => items<ClusterEvent>(resourcePath('v1', 'Event', namespace)),
    async log(namespace, pod, container, previous = false) {
      const path = `${resourcePath('v1', 'Pod', namespace)}/${pod}/log?container=${container}&previous=${previous}`;
      try {
        const text = await get(path);
        // A kubelet's answer for a container that is gone by now.
        return text.startsWith('unable to retrieve container logs for ') ? '' : text;
      } catch (error) {
        if (error instanceof KubernetesError && (error.status === 400 || error.status === 404)) return '';
        throw error;
      }
    },
    fetchFromPod: (namespace, pod, port, path) =>
      get(`${resourcePath('v1', 'Pod', namespace)}/${pod}:${port}/proxy${path}`),
    async watchPods(namespace, onChange, signal) {
      const path = `${resourcePath('v1', 'Pod', namespace)}?watch=true`;
      try {
        while (!signal.aborted) {
          const lines = createInterface({ input: await send('GET', path, undefined, signal) });
          for await (const _ of lines) onChange();
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
    },
  };
}

function pathOf({ apiVersion, kind, metadata }: ManifestObject, namespace: string): string {
  return `${resourcePath(apiVersion, kind, metadata.namespace ?? namespace)}/${metadata.name}`;
}
