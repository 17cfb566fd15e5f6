import type { KindMap } from '../api/cluster-api.ts';
import type { Taint } from '../scheduler/taints.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { WorkQueue } from './work-queue.ts';

/** By condition and its status, as in `nodeConditionToTaintKeyStatusMap`. */
const keys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};
const unschedulable = 'node.kubernetes.io/unschedulable';
const own = new Set([unschedulable, ...Object.values(keys).flatMap((byStatus) => Object.values(byStatus))]);

/** Taints nodes by their conditions, and those that are cordoned. Source: kubernetes/pkg/controller/nodelifecycle `doNoScheduleTaintingPass`. */
export function startNodeTaintController({ api, onError }: ControllerContext): Disposable {
  const queue = new WorkQueue(reconcile, onError);

  function reconcile(name: string): void {
    const node = api.get('Node', { name });
    if (!node) return;
    const present = node.spec?.taints ?? [];
    const isOwn = ({ key, effect }: Taint) => effect === 'NoSchedule' && key !== undefined && own.has(key);
    const wanted = wantedKeys(node);
    const kept = present.filter((taint) => !isOwn(taint) || wanted.includes(taint.key));
    const missing = wanted.filter((key) => !present.some((taint) => isOwn(taint) && taint.key === key));
    if (kept.length === present.length && !missing.length) return;
    const { taints: _taints, ...spec } = node.spec ?? {};
    const taints = [...kept, ...missing.map((key) => ({ key, effect: 'NoSchedule' }))];
    api.update('Node', { ...node, spec: { ...spec, ...(taints.length && { taints }) } });
  }

  return disposeAll(
    api.watch('Node', ({ object }) => queue.add(object.metadata?.name ?? '')),
    queue,
  );
}

function wantedKeys({ spec, status }: KindMap['Node']): string[] {
  const found = (status?.conditions ?? []).flatMap(({ type, status: value }) => keys[type]?.[value] ?? []);
  return [...new Set(spec?.unschedulable ? [...found, unschedulable] : found)];
}
