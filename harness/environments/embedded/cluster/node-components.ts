import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterApi } from './api/cluster-api.ts';
import type { NodeAgent } from './api/node-agent.ts';
import { startControllers } from './controllers/start-controllers.ts';
import type { ImageCatalog } from './kubelet/image-catalog.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { createNodeAgent } from './kubelet/node-agent.ts';
import { type NodeEntries, NodeFileSystem, typicalNodeEntries } from './kubelet/node-file-system.ts';
import { type NodeOptions, nodeObject } from './kubelet/node-object.ts';
import { createPace } from './kubelet/pace.ts';
import type { ClusterNetwork } from './network/cluster-network.ts';
import { startScheduler } from './scheduler/scheduler.ts';

export interface NodeComponentsOptions {
  readonly api: ClusterApi;
  readonly network: ClusterNetwork;
  readonly images: ImageCatalog;
  readonly nodes: readonly NodeOptions[];
  /** Real folder for the nodes' file systems (`nodes/`) and the pods' volumes (`pods/`); best short. */
  readonly runDirectory: string;
  readonly realTime: boolean;
  /** What each node's file system holds from the start; see `typicalNodeEntries`. */
  readonly nodeEntries?: NodeEntries | undefined;
  readonly compileCache?: string | undefined;
  readonly onError: (error: unknown) => void;
}

export interface NodeComponents extends NodeAgent, AsyncDisposable {
  /** Real folder that stands for a node's root. */
  nodeRoot(name: string): string | undefined;
}

/** Everything of a cluster that works behind its API: nodes with their kubelets, the scheduler, the controllers. */
export function startNodeComponents(options: NodeComponentsOptions): NodeComponents {
  const { api, network, images, runDirectory, onError } = options;
  const pace = createPace(options.realTime);
  const roots = new Map<string, string>();
  const kubelets = options.nodes.map((node, index) => {
    const { ip } = network.addNode(node.name);
    const registered = api.create('Node', nodeObject(node, ip));
    const entries = options.nodeEntries ?? typicalNodeEntries;
    const fileSystem = new NodeFileSystem(join(runDirectory, 'nodes', node.name), entries);
    roots.set(node.name, fileSystem.root);
    const podsDirectory = join(runDirectory, 'pods', String(index));
    mkdirSync(podsDirectory, { recursive: true });
    const { blockedRegistries = [] } = node;
    const facts = { name: node.name, ip, allocatable: registered.status?.allocatable ?? {}, blockedRegistries };
    const { compileCache } = options;
    return new Kubelet({ api, images, network, node: facts, fileSystem, pace, podsDirectory, compileCache, onError });
  });
  const controllers = startControllers({ api, pace, onError }, network);
  const scheduler = startScheduler(api, onError);
  const worker = (pod: { namespace: string; name: string }) => {
    for (const kubelet of kubelets) {
      const found = kubelet.worker(pod);
      if (found) return found;
    }
    return undefined;
  };
  return {
    ...createNodeAgent(api, network, worker),
    nodeRoot: (name) => roots.get(name),
    [Symbol.asyncDispose]: async () => {
      controllers[Symbol.dispose]();
      scheduler[Symbol.dispose]();
      await Promise.all(kubelets.map((kubelet) => kubelet[Symbol.asyncDispose]()));
    },
  };
}
