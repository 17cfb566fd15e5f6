import type { ClusterApi } from '../api/cluster-api.ts';
import type { LogOptions, NodeAgent } from '../api/node-agent.ts';
import { badRequest } from '../api/objects/api-error.ts';
import type { ClusterNetwork } from '../network/cluster-network.ts';
import type { ContainerInstance } from './container-instance.ts';
import type { ContainerWorker } from './container-worker.ts';
import { forwardPort, sandboxId } from './forward-port.ts';
import type { PodWorker } from './pod-worker.ts';

/** Answers the API server's questions about any pod, on whichever node it is. */
export function createNodeAgent(
  api: ClusterApi,
  network: ClusterNetwork,
  worker: (pod: { namespace: string; name: string }) => PodWorker | undefined,
): NodeAgent {
  return {
    async *logs(pod, options, signal) {
      const name = containerName(api, pod, options);
      const running = worker(pod);
      // A pod without a node has an empty log, not an error.
      if (!running) return;
      const container = running.container(name);
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

/** Source: `podLogOptions` validation in kubernetes/pkg/registry/core/pod/strategy.go. */
function containerName(api: ClusterApi, key: { namespace: string; name: string }, { container }: LogOptions): string {
  const pod = api.get('Pod', key);
  const containers = (pod?.spec?.containers ?? []).map(({ name }) => name);
  const init = (pod?.spec?.initContainers ?? []).map(({ name }) => name);
  if (container !== undefined) {
    if ([...containers, ...init].includes(container)) return container;
    throw badRequest(`container ${container} is not valid for pod ${key.name}`);
  }
  const preferred = pod?.metadata?.annotations?.['kubectl.kubernetes.io/default-container'];
  const chosen = preferred ?? containers[0];
  if (chosen !== undefined && (preferred !== undefined || containers.length + init.length === 1)) return chosen;
  const initText = init.length ? ` or one of the init containers: [${init.join(' ')}]` : '';
  throw badRequest(
    `a container name must be specified for pod ${key.name}, choose one of: [${containers.join(' ')}]${initText}`,
  );
}

/** Source: the kubelet's `validateContainerLogStatus`. */
function instanceFor(container: ContainerWorker, pod: string, previous: boolean): ContainerInstance {
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
