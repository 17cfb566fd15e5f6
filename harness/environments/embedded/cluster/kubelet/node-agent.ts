import type { ClusterApi } from '../api/cluster-api.ts';
import type { NodeAgent } from '../api/node-agent.ts';
import { badRequest } from '../api/objects/api-error.ts';
import { containerName } from '../api/objects/container-name.ts';
import type { ClusterNetwork } from '../network/cluster-network.ts';
import { attachToContainer } from './attach-to-container.ts';
import type { ContainerInstance } from './container-instance.ts';
import type { ContainerState } from './container-state.ts';
import { execInContainer } from './exec-in-container.ts';
import { forwardPort, sandboxId } from './forward-port.ts';
import type { PodWorker } from './pod-worker.ts';

/** Answers the API server's questions about any pod, on whichever node it is. */
export function createNodeAgent(
  api: ClusterApi,
  network: ClusterNetwork,
  worker: (pod: { namespace: string; name: string }) => PodWorker | undefined,
): NodeAgent {
  const running = (pod: { namespace: string; name: string }, container: string) =>
    worker(pod)?.containers.get(container)?.liveInstance;
  return {
    exec(pod, container, command) {
      const instance = running(pod, container);
      if (!instance) throw new Error(`container not found (${JSON.stringify(container)})`);
      return (streams, signal) => execInContainer(instance, command, streams, signal);
    },
    attach(pod, container) {
      const instance = running(pod, container);
      if (!instance) throw new Error(`container ${container} not found in pod ${pod.name}_${pod.namespace}`);
      return (streams, signal) => attachToContainer(instance, streams, signal);
    },
    async *logs(pod, options, signal) {
      const object = api.get('Pod', pod);
      const name = object && containerName(object, options.container);
      const running = worker(pod);
      if (!running && object?.status?.phase === 'Failed')
        throw badRequest(`container ${JSON.stringify(name)} in pod ${JSON.stringify(pod.name)} is not available`);
      // A pod without a node has an empty log, not an error.
      if (!running || name === undefined) return;
      const container = running.containers.get(name);
      if (!container) throw badRequest(`container ${name} is not valid for pod ${pod.name}`);
      yield* instanceFor(container, pod.name, options.previous).log.read(options, signal);
    },
    port: (pod, port) => {
      const ip = api.get('Pod', pod)?.status?.podIP;
      return ip === undefined ? undefined : network.port(ip, port);
    },
    portForward: (pod) => {
      const uid = api.get('Pod', pod)?.metadata?.uid ?? '';
      return (port, stream) => {
        const { metadata, status } = api.get('Pod', pod) ?? {};
        const ip = metadata?.uid === uid ? status?.podIP : undefined;
        const find = ip === undefined ? undefined : () => network.port(ip, port, true);
        return forwardPort({ sandbox: sandboxId(uid), port, find }, stream);
      };
    },
  };
}

/** Source: the kubelet's `validateContainerLogStatus`. */
function instanceFor(container: ContainerState, pod: string, previous: boolean): ContainerInstance {
  const { state = {}, lastState, name } = container.status();
  const { instance } = container;
  if (previous) {
    const last = state.running || state.terminated ? container.previous : instance;
    if (!last || !lastState?.terminated)
      throw badRequest(`previous terminated container "${name}" in pod "${pod}" not found`);
    return last;
  }
  if (instance && (state.running || state.terminated || lastState?.terminated)) return instance;
  const reason = state.waiting?.reason ?? 'ContainerCreating';
  throw badRequest(`container "${name}" in pod "${pod}" is waiting to start: ${waitingText(reason)}`);
}

function waitingText(reason: string): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  return reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
}
