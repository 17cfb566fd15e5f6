import { Agent, type RequestOptions, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { KubeConfig, type CoreV1Event as V1Event, type V1Pod, Watch } from '@kubernetes/client-node';
import type { Wire } from '../environments/embedded/cluster/api/wire.ts';
import type { ManifestObject } from '../manifests/manifest.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { resourcePath } from './resource-path.ts';

export type Pod = Wire<V1Pod>;
export type ClusterEvent = Wire<V1Event>;

/**
 * What the harness asks of a cluster, whatever is behind the kubeconfig. Objects travel as the user wrote them: the typed
 * client drops the fields it does not know, and those are what a strict server must see.
 */
export interface ClusterClient extends AsyncDisposable {
  /** Creates with strict field validation, as `kubectl` asks for. Throws `KubernetesError`. */
  create(object: ManifestObject, namespace: string): Promise<ManifestObject>;
  pods(namespace: string): Promise<Pod[]>;
  events(namespace: string): Promise<ClusterEvent[]>;
  /** A container's log so far; empty when there is none yet. */
  log(namespace: string, pod: string, container: string, previous?: boolean): Promise<string>;
  /** GET of a path on a pod's port through the API server's pod proxy. */
  fetchFromPod(namespace: string, pod: string, port: number, path: string): Promise<string>;
  /** Calls back on each change of a pod in the namespace until the signal aborts. */
  watchPods(namespace: string, onChange: () => void, signal: AbortSignal): Promise<void>;
}

/** Opens the current context of a kubeconfig (YAML text). */
export function openCluster(kubeconfig: string): ClusterClient {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error('The kubeconfig has no current context with a cluster.');
  const agent = new Agent({ keepAlive: true });

  const call = async (method: string, path: string, body?: unknown): Promise<string> => {
    const options: RequestOptions = { method, headers: { accept: 'application/json' } };
    await config.applyToHTTPSOptions(options);
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const headers = {
        ...options.headers,
        ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }),
      };
      const trust = {
        ca: options.ca,
        cert: options.cert,
        key: options.key,
        rejectUnauthorized: options.rejectUnauthorized,
      };
      const outgoing = request(new URL(path, server), { method, headers, agent, ...trust }, (response) => {
        text(response).then((answer) => {
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(answer);
          else reject(new KubernetesError(status, answer));
        }, reject);
      });
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  };
  const items = async <T>(path: string): Promise<T[]> => (JSON.parse(await call('GET', path)) as { items: T[] }).items;

  return {
    async create(object, namespace) {
      const path = resourcePath(object.apiVersion, object.kind, object.metadata.namespace ?? namespace);
      return JSON.parse(
        await call('POST', `${path}?fieldValidation=Strict&fieldManager=pii-harness`, object),
      ) as ManifestObject;
    },
    pods: (namespace) => items<Pod>(resourcePath('v1', 'Pod', namespace)),
    events: (namespace) => items<ClusterEvent>(resourcePath('v1', 'Event', namespace)),
    async log(namespace, pod, container, previous = false) {
      const path = `${resourcePath('v1', 'Pod', namespace)}/${pod}/log?container=${container}&previous=${previous}`;
      try {
        return await call('GET', path);
      } catch (error) {
        if (error instanceof KubernetesError && (error.status === 400 || error.status === 404)) return '';
        throw error;
      }
    },
    fetchFromPod: (namespace, pod, port, path) =>
      call('GET', `${resourcePath('v1', 'Pod', namespace)}/${pod}:${port}/proxy${path}`),
    async watchPods(namespace, onChange, signal) {
      const watch = new Watch(config);
      const path = resourcePath('v1', 'Pod', namespace);
      while (!signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const controller = await watch.watch(path, {}, onChange, () => resolve());
        const abort = () => controller.abort();
        signal.addEventListener('abort', abort, { once: true });
        if (signal.aborted) controller.abort();
        await promise;
        signal.removeEventListener('abort', abort);
      }
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
    },
  };
}
