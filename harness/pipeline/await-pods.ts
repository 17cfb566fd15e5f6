import { nodeSettles } from '../diagnosis/node-settles.ts';
import { podManifest } from '../diagnosis/pod-manifest.ts';
import { type PodProblem, podProblem } from '../diagnosis/pod-problem.ts';
import type { ClusterClient, ClusterEvent, Pod } from '../kubernetes/cluster-client.ts';
import type { Manifest } from '../manifests/manifest.ts';

export interface AwaitPodsOptions {
  readonly namespaces: readonly string[];
  readonly manifests: readonly Manifest[];
  /** Real milliseconds after which a pod that is not ready counts as a problem. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** How waiting for pods ended. */
export type PodsOutcome =
  | { readonly ready: true; readonly pods: readonly Pod[] }
  | {
      readonly ready: false;
      readonly pods: readonly Pod[];
      readonly problem: PodProblem | undefined;
      readonly events: readonly ClusterEvent[];
    };

/** Milliseconds between two looks when no pod changes. */
const glance = 500;

const makesPods = new Set(['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'Pod']);

/**
 * Waits until every workload of the manifests has the pods that it asks for and all are ready, or until one has a problem
 * that will not go away, or patience ends. Looks again at each change of a pod.
 */
export async function awaitPods(cluster: ClusterClient, options: AwaitPodsOptions): Promise<PodsOutcome> {
  const { namespaces, manifests, signal } = options;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const deadline = performance.now() + options.patience;
  let wake = Promise.withResolvers<void>();
  // A watch that breaks off is no verdict: the next glance, or the end of patience, tells.
  const watches = namespaces.map((namespace) =>
    cluster.watchPods(namespace, () => wake.resolve(), both).catch(() => undefined),
  );
  const onAbort = () => wake.resolve();
  signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      signal.throwIfAborted();
      const pods = (await Promise.all(namespaces.map((namespace) => cluster.pods(namespace)))).flat();
      const events = (await Promise.all(namespaces.map((namespace) => cluster.events(namespace)))).flat();
      const ours = pods.filter((pod) => podManifest(pod, manifests) !== undefined);
      const ready = ours.filter(isReady);
      options.onProgress(`${ready.length} of ${ours.length} pods`);
      if (ready.length === ours.length && unfulfilled(manifests, ours).length === 0) return { ready: true, pods };
      const problem = ours.map((pod) => podProblem(pod, events, manifests)).find((found) => found !== undefined);
      const passes = problem !== undefined && (await mayPass(problem, cluster));
      const left = deadline - performance.now();
      if ((problem !== undefined && !passes) || left <= 0) return { ready: false, pods, problem, events };
      // Events of a pod wake nobody: a glance now and then sees them.
      const timer = setTimeout(() => wake.resolve(), Math.min(left, glance));
      await wake.promise;
      clearTimeout(timer);
      wake = Promise.withResolvers<void>();
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stop.abort();
    await Promise.all(watches);
  }
}

/** A node that comes up has taints, of which the scheduler says no more than that nothing tolerates them. */
async function mayPass({ reason, message }: PodProblem, cluster: ClusterClient): Promise<boolean> {
  if (reason !== 'Unschedulable' || !message.includes('untolerated taint')) return false;
  // Who may not look at nodes goes by what is said of the pod.
  const nodes = await cluster.nodes().catch(() => []);
  return nodes.some((node) => nodeSettles(node));
}

/** Workloads that do not have a pod yet. */
export function unfulfilled(manifests: readonly Manifest[], pods: readonly Pod[]): Manifest[] {
  return manifests.filter((manifest) => {
    const { kind, spec } = manifest.object as { kind: string; spec?: { replicas?: number } };
    if (!makesPods.has(kind)) return false;
    const wanted = kind === 'Pod' || kind === 'DaemonSet' ? 1 : (spec?.replicas ?? 1);
    return pods.filter((pod) => podManifest(pod, manifests) === manifest).length < wanted;
  });
}

export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
