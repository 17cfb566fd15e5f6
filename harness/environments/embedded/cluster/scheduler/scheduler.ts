import type { ClusterApi, KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { quantityNanos } from '../api/objects/quantity.ts';
import { createEventRecorder } from '../controllers/event-recorder.ts';
import { isOver } from '../controllers/pod-availability.ts';
import { WorkQueue } from '../controllers/work-queue.ts';
import { claimFault } from './claim-fault.ts';
import { namedNodes } from './node-affinity.ts';
import { type Misfit, type NodeLoad, nodeMisfit, nodeUsage } from './node-fit.ts';
import { findPreemption, type Preemption } from './preemption.ts';
import { unschedulableMessage } from './unschedulable-message.ts';

type Pod = KindMap['Pod'];

/** Places pods that have no node, one after the other, and tries those that did not fit again whenever a pod or node changes. */
export function startScheduler(api: ClusterApi, onError: (error: unknown) => void): Disposable {
  const events = createEventRecorder(api, 'default-scheduler');
  const queue = new WorkQueue(schedule, onError);
  const watches = (['Pod', 'Node', 'PersistentVolumeClaim'] as const).map((kind) =>
    api.watch(kind, () => queue.add('')),
  );

  function schedule(): void {
    const pods = api.list('Pod');
    const waiting = pods.filter(
      (pod) => !pod.spec?.nodeName && isOurs(pod) && !pod.metadata?.deletionTimestamp && !isOver(pod),
    );
    if (!waiting.length) return;
    const placed = pods.filter((pod) => pod.spec?.nodeName && !isOver(pod));
    for (const pod of waiting.sort(byPriorityThenAge)) {
      const loads = api.list('Node').map((node) => ({
        node,
        pods: placed.filter(({ spec }) => spec?.nodeName === node.metadata?.name),
      }));
      const target = place(pod, loads);
      if (target)
        placed.push({ ...pod, spec: { ...pod.spec, containers: pod.spec?.containers ?? [], nodeName: target } });
    }
  }

  function place(pod: Pod, loads: readonly NodeLoad[]): string | undefined {
    const gates = pod.spec?.schedulingGates ?? [];
    if (gates.length) {
      refuse(pod, 'SchedulingGated', 'Scheduling is blocked due to non-empty scheduling gates');
      return undefined;
    }
    const fault = claimFault(api, pod);
    if (fault) {
      refuse(pod, 'Unschedulable', `0/${loads.length} nodes are available: ${fault}. not found`);
      return undefined;
    }
    const named = pod.spec && namedNodes(pod.spec);
    const cluster = { loads, namespaceLabels };
    const candidates: NodeLoad[] = [];
    const misfits: Misfit[] = [];
    for (const load of loads) {
      const misfit =
        named && !named.has(load.node.metadata?.name ?? '')
          ? { reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"], unresolvable: true }
          : nodeMisfit(pod, load, cluster);
      if (misfit) misfits.push(misfit);
      else candidates.push(load);
    }
    const [best] = candidates.sort((left, right) => load(left) - load(right));
    const { namespace = '', name = '' } = pod.metadata ?? {};
    if (!best) {
      const preemption = findPreemption(pod, cluster);
      refuse(pod, 'Unschedulable', unschedulableMessage(misfits, preemption !== undefined));
      if (preemption) preempt(pod, preemption);
      return undefined;
    }
    const node = best.node.metadata?.name ?? '';
    api.bind({ namespace, name }, node);
    events.record('Pod', pod, 'Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${node}`);
    return node;
  }

  function namespaceLabels(name: string): Readonly<Record<string, string>> {
    return api.get('Namespace', { name })?.metadata?.labels ?? {};
  }

  /** The pod is placed when its victims are gone, by the pass that their end brings about. */
  function preempt(pod: Pod, { node, victims }: Preemption): void {
    for (const victim of victims.filter(({ metadata }) => !metadata?.deletionTimestamp)) {
      const { namespace = '', name = '' } = victim.metadata ?? {};
      const message = `Preempted by pod ${pod.metadata?.uid} on node ${node}`;
      events.record('Pod', victim, 'Normal', 'Preempted', message);
      const condition = {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'PreemptionByScheduler',
        message: 'default-scheduler: preempting to accommodate a higher priority pod',
        lastTransitionTime: timestamp(),
      };
      const conditions = [...(victim.status?.conditions ?? []), condition];
      api.updateStatus('Pod', { ...victim, status: { ...victim.status, conditions } });
      api.delete('Pod', { namespace, name });
    }
  }

  function refuse(pod: Pod, reason: string, message: string): void {
    const conditions = pod.status?.conditions ?? [];
    const current = conditions.find(({ type }) => type === 'PodScheduled');
    if (current?.reason === reason && current.message === message) return;
    const lastTransitionTime = (current?.status === 'False' && current.lastTransitionTime) || timestamp();
    const condition = { type: 'PodScheduled', status: 'False', reason, message, lastTransitionTime };
    const others = conditions.filter(({ type }) => type !== 'PodScheduled');
    api.updateStatus('Pod', {
      ...pod,
      status: { phase: 'Pending', ...pod.status, conditions: [...others, condition] },
    });
    if (reason === 'Unschedulable') events.record('Pod', pod, 'Warning', 'FailedScheduling', message);
  }

  return {
    [Symbol.dispose]: () => {
      for (const watch of watches) watch[Symbol.dispose]();
      queue[Symbol.dispose]();
    },
  };
}

function byPriorityThenAge(left: Pod, right: Pod): number {
  const priority = (right.spec?.priority ?? 0) - (left.spec?.priority ?? 0);
  return priority || Number(left.metadata?.resourceVersion) - Number(right.metadata?.resourceVersion);
}

/** Share of processor and memory that is taken, for choosing the least loaded node. */
function load({ node, pods }: NodeLoad): number {
  const used = nodeUsage(pods);
  const share = (name: string): number =>
    Number(used[name] ?? 0n) / (Number(quantityNanos(node.status?.allocatable?.[name] ?? 0)) || 1);
  return share('cpu') + share('memory');
}

/** Pods of another scheduler wait for it. */
function isOurs({ spec }: Pod): boolean {
  return (spec?.schedulerName ?? 'default-scheduler') === 'default-scheduler';
}
