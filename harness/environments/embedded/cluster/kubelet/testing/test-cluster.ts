import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClusterApi, Kind, KindMap } from '../../api/cluster-api.ts';
import { createClusterState } from '../../api/cluster-state.ts';
import type { ClusterNetwork } from '../../network/cluster-network.ts';
import { createClusterNetwork } from '../../network/create-cluster-network.ts';
import { type NodeComponents, startNodeComponents } from '../../node-components.ts';
import type { ImageCatalog } from '../image-catalog.ts';
import type { NodeOptions } from '../node-object.ts';

type Pod = KindMap['Pod'];

export interface TestCluster extends AsyncDisposable {
  readonly api: ClusterApi;
  readonly network: ClusterNetwork;
  readonly components: NodeComponents;
  readonly directory: string;
  /** Settles with the object as soon as the predicate holds for it; undefined stands for its absence. */
  awaitObject<K extends Kind>(
    kind: K,
    name: string,
    holds: (object: KindMap[K] | undefined) => boolean,
  ): Promise<KindMap[K] | undefined>;
  awaitPod(name: string, holds: (pod: Pod) => boolean): Promise<Pod>;
  /** Settles with the message of the first event of that reason about the object, of those that hold the words. */
  awaitEvent(name: string, reason: string, words?: string): Promise<string>;
  log(name: string, options?: { container?: string; previous?: boolean }): Promise<string>;
}

const script = fileURLToPath(new URL('programs/echo.ts', import.meta.url));

const images: ImageCatalog = {
  resolve: (image) => {
    if (image.startsWith('echo')) {
      return {
        name: 'echo',
        script,
        executables: ['echo', 'run'],
        entrypoint: ['serve'],
        user: image.endsWith(':root') ? 0 : 1000,
      };
    }
    return image.startsWith('idle')
      ? { name: 'idle', script: undefined, executables: [], entrypoint: [], user: 0 }
      : undefined;
  },
  hint: () => 'give --image PATTERN=idle',
};

const oneNode: readonly NodeOptions[] = [{ name: 'node-1', cpu: '4', memory: '16Gi' }];

/** A cluster without its HTTPS server, with images `echo` (a small server) and `idle`. */
export async function startTestCluster(nodes = oneNode, realTime = false): Promise<TestCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'kubelet-'));
  const { api } = createClusterState();
  const network = createClusterNetwork({ externalConnection: (socket) => socket.destroy() });
  const errors: unknown[] = [];
  const components = startNodeComponents({
    api,
    network,
    images,
    nodes,
    runDirectory: directory,
    realTime,
    onError: (error) => errors.push(error),
  });

  async function awaitChange<K extends Kind, T>(kind: K, look: () => T | undefined): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const check = (): void => {
      const result = look();
      if (result !== undefined) resolve(result);
    };
    using _watch = api.watch(kind, check);
    check();
    return await promise;
  }

  const cluster: TestCluster = {
    api,
    network,
    components,
    directory,
    awaitObject: async (kind, name, holds) => {
      const look = () => {
        const object = api.get(kind, { namespace: 'default', name });
        return holds(object) ? { object } : undefined;
      };
      return (await awaitChange(kind, look)).object;
    },
    awaitPod: async (name, holds) =>
      awaitChange('Pod', () => {
        const pod = api.get('Pod', { namespace: 'default', name });
        return pod && holds(pod) ? pod : undefined;
      }),
    awaitEvent: async (name, reason, words = '') =>
      awaitChange('Event', () => {
        const events = api.list('Event', 'default').filter(({ involvedObject }) => involvedObject.name === name);
        return events.find((event) => event.reason === reason && event.message?.includes(words))?.message;
      }),
    log: async (name, { container, previous = false } = {}) => {
      const options = {
        container,
        previous,
        follow: false,
        timestamps: false,
        tailLines: undefined,
        sinceSeconds: undefined,
        limitBytes: undefined,
      };
      const chunks = await Array.fromAsync(
        components.logs({ namespace: 'default', name }, options, AbortSignal.timeout(5000)),
      );
      return Buffer.concat(chunks).toString();
    },
    [Symbol.asyncDispose]: async () => {
      await components[Symbol.asyncDispose]();
      await network[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
      if (errors.length) throw new AggregateError(errors, 'the cluster met errors of its own');
    },
  };
  return cluster;
}

/** A pod of one container `c`; `container` and `spec` add to it. */
export function podOf(
  name: string,
  container: Partial<NonNullable<Pod['spec']>['containers'][number]> = {},
  spec: Partial<NonNullable<Pod['spec']>> = {},
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { containers: [{ name: 'c', image: 'echo:1', ...container }], ...spec },
  };
}
