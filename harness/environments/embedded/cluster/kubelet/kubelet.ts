import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import type { ClusterApi } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { createEventRecorder } from '../controllers/event-recorder.ts';
import { isOver } from '../controllers/pod-availability.ts';
import type { ClusterNetwork } from '../network/cluster-network.ts';
import type { NodeFacts } from './downward-api.ts';
import type { ImageCatalog } from './image-catalog.ts';
import type { NodeFileSystem } from './node-file-system.ts';
import type { Pace } from './pace.ts';
import { gracePeriod } from './pod-containers.ts';
import type { KubeletContext, Pod } from './pod-context.ts';
import { podRefusal } from './pod-refusal.ts';
import { qosClass } from './pod-status.ts';
import { PodWorker } from './pod-worker.ts';

export interface KubeletOptions {
  readonly api: ClusterApi;
  readonly images: ImageCatalog;
  readonly network: ClusterNetwork;
  readonly node: NodeFacts;
  readonly fileSystem: NodeFileSystem;
  readonly pace: Pace;
  /** Real folder for the pods' volumes; best short. */
  readonly podsDirectory: string;
  readonly compileCache: string | undefined;
  readonly onError: (error: unknown) => void;
}

/** Runs the pods that are bound to one node. */
export class Kubelet implements AsyncDisposable {
  readonly #options: KubeletOptions;
  readonly #context: KubeletContext;
  readonly #workers = new Map<string, PodWorker>();
  readonly #endings = new Set<Promise<void>>();
  readonly #configuration = new EventEmitter().setMaxListeners(0);
  readonly #watches: Disposable[];
  #count = 0;

  constructor(options: KubeletOptions) {
    const { api, images, network, node, pace, compileCache, onError } = options;
    this.#options = options;
    this.#context = {
      api,
      images,
      network,
      node,
      pace,
      compileCache,
      onError,
      events: createEventRecorder(api, 'kubelet', node.name),
      configurationChange: async (namespace, signal) => {
        await once(this.#configuration, namespace, { signal }).catch(() => undefined);
      },
    };
    const changed = ({ object }: { object: { metadata?: { namespace?: string } } }) =>
      this.#onConfiguration(object.metadata?.namespace ?? '');
    this.#watches = [
      api.watch('Pod', ({ type, object }) => this.#onPod(type, object)),
      api.watch('Secret', changed),
      api.watch('ConfigMap', changed),
    ];
  }

  worker(pod: { namespace: string; name: string }): PodWorker | undefined {
    const uid = this.#options.api.get('Pod', pod)?.metadata?.uid;
    return uid === undefined ? undefined : this.#workers.get(uid);
  }

  #onPod(type: string, pod: Pod): void {
    const uid = pod.metadata?.uid ?? '';
    if (pod.spec?.nodeName !== this.#options.node.name) return;
    const worker = this.#workers.get(uid);
    if (type === 'DELETED') {
      this.#workers.delete(uid);
      if (worker) this.#track(worker[Symbol.asyncDispose]());
      return;
    }
    if (worker) worker.update(pod);
    else if (pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed') this.#start(uid, pod);
    if (pod.metadata?.deletionTimestamp) {
      const ending = this.#workers.get(uid)?.terminate(gracePeriod(pod));
      if (ending) this.#track(ending);
    }
  }

  #start(uid: string, pod: Pod): void {
    if (this.#refuses(pod)) return;
    const folder = join(this.#options.podsDirectory, (this.#count++).toString(36));
    this.#workers.set(uid, new PodWorker(this.#context, pod, folder, this.#options.fileSystem));
  }

  /** Says no to a pod that this node cannot run: it has failed, and nothing of it ever ran. */
  #refuses(pod: Pod): boolean {
    const { api, node } = this.#options;
    const isOther = (other: Pod) => other.spec?.nodeName === node.name && other.metadata?.uid !== pod.metadata?.uid;
    const refusal = podRefusal(pod, api.get('Node', { name: node.name }), () =>
      api.list('Pod').filter((other) => isOther(other) && !isOver(other)),
    );
    if (!refusal) return false;
    const { reason, message } = refusal;
    this.#context.events.record('Pod', pod, 'Warning', reason, message);
    api.updateStatus('Pod', {
      ...pod,
      status: {
        ...(pod.metadata?.generation && { observedGeneration: pod.metadata.generation }),
        phase: 'Failed',
        reason,
        message: `Pod was rejected: ${message}`,
        startTime: timestamp(),
        qosClass: pod.status?.qosClass ?? qosClass(pod),
      },
    });
    return true;
  }

  #onConfiguration(namespace: string): void {
    this.#configuration.emit(namespace);
    for (const worker of this.#workers.values()) {
      if (worker.pod.metadata?.namespace === namespace) worker.refreshVolumes();
    }
  }

  #track(ending: Promise<void>): void {
    const tracked = ending.catch(this.#options.onError).finally(() => this.#endings.delete(tracked));
    this.#endings.add(tracked);
  }

  /** Ends every process; nothing is written to the API any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const watch of this.#watches) watch[Symbol.dispose]();
    await Promise.all([...this.#workers.values()].map((worker) => worker[Symbol.asyncDispose]()));
    await Promise.all(this.#endings);
    this.#workers.clear();
  }
}
