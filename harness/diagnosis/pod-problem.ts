import type { SourcePosition } from '../errors/source-position.ts';
import type { ClusterEvent, Pod } from '../kubernetes/cluster-client.ts';
import type { Manifest } from '../manifests/manifest.ts';
import { podSpec, podSpecPath } from '../manifests/pod-template.ts';
import { containerPath, podManifest } from './pod-manifest.ts';
import { probeAnswer } from './probe-answer.ts';

/** Why a pod will not get ready by itself. */
export interface PodProblem {
  readonly pod: Pod;
  /** The container concerned; undefined when it is the pod as a whole. */
  readonly container: string | undefined;
  /** Kubernetes' word for it: `ErrImagePull`, `Unschedulable`, `CrashLoopBackOff`, … */
  readonly reason: string;
  /** Kubernetes' own message. */
  readonly message: string;
  readonly positions: readonly SourcePosition[];
}

const hopeless = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

/** What the scheduler says of nodes that are still coming up, and of claims that are being bound. */
const passing = /node\.kubernetes\.io\/(?:not-ready|network-unavailable)|unbound immediate PersistentVolumeClaims/;

/** What a kubelet says while it has not heard of an object that was made a moment ago; it tries again. */
const unheardOf = /failed to sync \w+ cache|kube-root-ca\.crt/;

/** A container that came back this often after an error will not get better. */
const restartsOfACrashLoop = 2;

/** One that ran out of memory before it was ready needs as much the next time. */
const restartsForMemory = 1;

/** The first problem of a pod, or undefined while it may still get ready. */
export function podProblem(
  pod: Pod,
  events: readonly ClusterEvent[],
  manifests: readonly Manifest[],
): PodProblem | undefined {
  return (
    unschedulable(pod, manifests) ??
    containerProblem(pod, manifests) ??
    killedByProbe(pod, events, manifests) ??
    mountProblem(pod, events, manifests)
  );
}

function unschedulable(pod: Pod, manifests: readonly Manifest[]): PodProblem | undefined {
  const condition = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (condition?.reason !== 'Unschedulable') return undefined;
  const message = condition.message ?? '';
  if (passing.test(message)) return undefined;
  return {
    pod,
    container: undefined,
    reason: 'Unschedulable',
    message,
    positions: requestPositions(pod, message, manifests),
  };
}

function containerProblem(pod: Pod, manifests: readonly Manifest[]): PodProblem | undefined {
  const manifest = podManifest(pod, manifests);
  for (const status of [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]) {
    const waiting = status.state?.waiting;
    const path = manifest && containerPath(manifest, status.name);
    const at = (...field: (string | number)[]) => (manifest && path ? [manifest.locate([...path, ...field])] : []);
    if (waiting?.reason !== undefined && hopeless.has(waiting.reason) && !unheardOf.test(waiting.message ?? '')) {
      const { reason, message = '' } = waiting;
      const positions = reason.includes('Image') ? at('image') : referencePositions(manifest, path, message);
      return { pod, container: status.name, reason, message, positions: positions.length > 0 ? positions : at() };
    }
    const last = status.lastState?.terminated ?? status.state?.terminated;
    const isOutOfMemory = last?.reason === 'OOMKilled';
    const most = isOutOfMemory && !status.ready ? restartsForMemory : restartsOfACrashLoop;
    if (status.restartCount >= most && last !== undefined && last.reason !== 'Completed') {
      const how = isOutOfMemory ? 'was killed for memory (OOMKilled)' : `exited with code ${last.exitCode}`;
      const field = isOutOfMemory ? ['resources', 'limits', 'memory'] : [];
      const times = status.restartCount + (status.state?.running === undefined ? 1 : 0);
      return {
        pod,
        container: status.name,
        reason: isOutOfMemory ? 'OOMKilled' : 'CrashLoopBackOff',
        message: `${how} ${isOutOfMemory ? timesOf(times) : `${status.restartCount + 1} times`}${last.message ? `: ${last.message}` : ''}`,
        positions: at(...field),
      };
    }
  }
  return undefined;
}

/** A startup probe has killed a container that never passed it: the next one will take as long. */
function killedByProbe(
  pod: Pod,
  events: readonly ClusterEvent[],
  manifests: readonly Manifest[],
): PodProblem | undefined {
  const own = events.filter(({ involvedObject }) => involvedObject.uid === pod.metadata?.uid);
  for (const { name, restartCount, ready } of pod.status?.containerStatuses ?? []) {
    const killing = `Container ${name} failed startup probe, will be restarted`;
    const killed = own.some(({ reason, message }) => reason === 'Killing' && message === killing);
    if (ready || restartCount === 0 || !killed) continue;
    const answer = probeAnswer(pod, events, name, 'startup') ?? 'no answer';
    const manifest = podManifest(pod, manifests);
    const path = manifest && containerPath(manifest, name);
    const positions = manifest && path ? [manifest.locate([...path, 'startupProbe'])] : [];
    return { pod, container: name, reason: 'StartupProbeFailed', message: answer, positions };
  }
  return undefined;
}

function mountProblem(
  pod: Pod,
  events: readonly ClusterEvent[],
  manifests: readonly Manifest[],
): PodProblem | undefined {
  if (pod.status?.phase !== 'Pending') return undefined;
  const event = events.find(
    ({ reason, message = '', involvedObject }) =>
      reason === 'FailedMount' && involvedObject.uid === pod.metadata?.uid && !unheardOf.test(message),
  );
  if (event === undefined) return undefined;
  const message = event.message ?? '';
  const manifest = podManifest(pod, manifests);
  const path = manifest && podSpecPath(manifest.object);
  const volume = /volume "([^"]+)"/.exec(message)?.[1];
  const volumes = (manifest && podSpec(manifest.object)?.volumes) ?? [];
  const index = volumes.findIndex(({ name }) => name === volume);
  const field = volumes[index]?.hostPath === undefined ? [] : ['hostPath', 'path'];
  const positions = manifest && path && index >= 0 ? [manifest.locate([...path, 'volumes', index, ...field])] : [];
  return { pod, container: undefined, reason: 'FailedMount', message, positions };
}

/** The lines that request what the scheduler says is short. */
function requestPositions(pod: Pod, message: string, manifests: readonly Manifest[]): SourcePosition[] {
  const manifest = podManifest(pod, manifests);
  const path = manifest && podSpecPath(manifest.object);
  if (manifest === undefined || path === undefined) return [];
  const resource = /Insufficient ([\w/-]+(?:\.[\w/-]+)*)/.exec(message)?.[1];
  if (resource === undefined) return [manifest.locate(path)];
  const containers = podSpec(manifest.object)?.containers ?? [];
  return containers.flatMap((container, index) => {
    const list = (['requests', 'limits'] as const).find(
      (name) => container.resources?.[name]?.[resource] !== undefined,
    );
    return list === undefined ? [] : [manifest.locate([...path, 'containers', index, 'resources', list, resource])];
  });
}

/** The `env` and `envFrom` entries that name the object which a kubelet's message quotes. */
function referencePositions(
  manifest: Manifest | undefined,
  path: readonly (string | number)[] | undefined,
  message: string,
): SourcePosition[] {
  if (manifest === undefined || path === undefined) return [];
  const name = /(?:secret|configmap) "([^"]+)" not found/.exec(message)?.[1];
  const { key, owner } = /find key (?<key>\S+) in (?:Secret|ConfigMap) \S+?\/(?<owner>\S+)/.exec(message)?.groups ?? {};
  const wanted = name ?? owner;
  const index = path.at(-1) as number;
  const list = path.at(-2) as 'containers' | 'initContainers';
  const container = podSpec(manifest.object)?.[list]?.[index];
  if (container === undefined || wanted === undefined) return [];
  const byEnv = (container.env ?? []).flatMap(({ valueFrom }, entry) => {
    const reference = valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef;
    const named = reference?.name === wanted && (key === undefined || reference.key === key);
    return named ? [manifest.locate([...path, 'env', entry])] : [];
  });
  const byEnvFrom = (container.envFrom ?? []).flatMap(({ secretRef, configMapRef }, entry) =>
    key === undefined && (secretRef?.name ?? configMapRef?.name) === wanted
      ? [manifest.locate([...path, 'envFrom', entry])]
      : [],
  );
  return [...byEnvFrom, ...byEnv];
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
