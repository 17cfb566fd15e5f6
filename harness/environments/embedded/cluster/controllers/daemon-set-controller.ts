import type { KindMap } from '../api/cluster-api.ts';
import { matchesNode } from '../scheduler/node-affinity.ts';
import { type Toleration, untoleratedTaint } from '../scheduler/taints.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { currentRevision } from './controller-revisions.ts';
import { createEventRecorder } from './event-recorder.ts';
import { FailedPodBackOff } from './failed-pod-back-off.ts';
import { controllerKey, fromKey, keyOf, ownedObjects, ownerReference } from './owners.ts';
import { isOver, isReady, untilAvailable } from './pod-availability.ts';
import { type PodTemplate, templateHash } from './pod-template.ts';
import { resolveShare } from './rollout.ts';
import { WorkQueue } from './work-queue.ts';

type DaemonSet = KindMap['DaemonSet'];
type Node = KindMap['Node'];
type Pod = KindMap['Pod'];

/** Keeps one pod of a DaemonSet on every node that it matches. Source: kubernetes/pkg/controller/daemon. */
export function startDaemonSetController({ api, pace, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'daemonset-controller');
  const queue = new WorkQueue(reconcile, onError);
  const backOff = new FailedPodBackOff(pace);

  function reconcile(key: string): void {
    const set = api.get('DaemonSet', fromKey(key));
    if (!set) return;
    const nodes = api.list('Node');
    currentRevision(api, 'DaemonSet', set, set.spec?.template ?? {});
    if (!set.metadata?.deletionTimestamp) manage(set, nodes);
    writeStatus(key, nodes);
  }

  function podsByNode(set: DaemonSet): Map<string, Pod[]> {
    const pods = ownedObjects(api, 'Pod', 'DaemonSet', set, set.spec?.selector);
    return Map.groupBy(pods, targetNode);
  }

  function manage(set: DaemonSet, nodes: readonly Node[]): void {
    const pods = podsByNode(set);
    for (const node of nodes) {
      const here = (pods.get(node.metadata?.name ?? '') ?? []).filter((pod) => !pod.metadata?.deletionTimestamp);
      const failed = here.filter(isOver);
      const living = here.filter((pod) => !isOver(pod));
      for (const pod of failed) {
        const wait = backOff.take(`${set.metadata?.uid}/${set.metadata?.generation}/${node.metadata?.name}`);
        if (wait > 0) {
          queue.addAfter(keyOf(set), wait);
          continue;
        }
        const message = `Found failed daemon pod ${keyOf(pod)} on node ${node.metadata?.name}, will try to kill it`;
        events.record('DaemonSet', set, 'Warning', 'FailedDaemonPod', message);
        remove(set, pod);
      }
      const wanted = shouldRun(set, node);
      // A pod that is still going keeps its ports; the next one comes when it is gone.
      const going = (pods.get(node.metadata?.name ?? '') ?? []).length > here.length;
      if (wanted && !living.length && !failed.length && !going) create(set, node);
      for (const pod of wanted ? living.slice(1) : living) remove(set, pod);
    }
    if (set.spec?.updateStrategy?.type !== 'OnDelete')
      rollOut(set, nodes.filter((node) => shouldRun(set, node)).length);
  }

  function create(set: DaemonSet, node: Node): void {
    const { metadata, spec } = set.spec?.template ?? {};
    try {
      const pod = api.create('Pod', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          labels: { ...metadata?.labels, 'controller-revision-hash': hashOf(set), 'pod-template-generation': '1' },
          ...(metadata?.annotations && { annotations: metadata.annotations }),
          generateName: `${set.metadata?.name}-`,
          ...(set.metadata?.namespace && { namespace: set.metadata.namespace }),
          ownerReferences: [ownerReference('DaemonSet', set)],
        },
        spec: {
          ...spec,
          containers: spec?.containers ?? [],
          affinity: onlyOn(node, spec?.affinity),
          tolerations: [...(spec?.tolerations ?? []), ...daemonTolerations(spec?.hostNetwork)],
        },
      });
      events.record('DaemonSet', set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata?.name}`);
    } catch (error) {
      events.record('DaemonSet', set, 'Warning', 'FailedCreate', `Error creating: ${(error as Error).message}`);
      queue.addAfter(keyOf(set), pace.backOff(10_000));
    }
  }

  function remove(set: DaemonSet, { metadata }: Pod): void {
    api.delete('Pod', { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' });
    events.record('DaemonSet', set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${metadata?.name}`);
  }

  /** Deletes pods of an older template, as many at a time as may be unavailable. */
  function rollOut(set: DaemonSet, desired: number): void {
    const { maxUnavailable = 1 } = set.spec?.updateStrategy?.rollingUpdate ?? {};
    const pods = ownedObjects(api, 'Pod', 'DaemonSet', set, undefined).filter(
      (pod) => !pod.metadata?.deletionTimestamp,
    );
    const old = pods.filter((pod) => pod.metadata?.labels?.['controller-revision-hash'] !== hashOf(set));
    const unavailable = desired - pods.filter(isReady).length;
    const allowed = Math.max(1, resolveShare(maxUnavailable, desired, Math.ceil)) - unavailable;
    const broken = old.filter((pod) => !isReady(pod));
    const working = old.filter(isReady).slice(0, Math.max(0, allowed));
    for (const pod of [...broken, ...working]) remove(set, pod);
  }

  function writeStatus(key: string, nodes: readonly Node[]): void {
    const set = api.get('DaemonSet', fromKey(key));
    if (!set) return;
    const pods = podsByNode(set);
    const first = (node: Node): Pod | undefined =>
      pods.get(node.metadata?.name ?? '')?.find((pod) => !pod.metadata?.deletionTimestamp && !isOver(pod));
    const wanted = nodes.filter((node) => shouldRun(set, node));
    const current = wanted.flatMap((node) => first(node) ?? []);
    const waits = current.map((pod) => untilAvailable(pod, pace.minReadySeconds(set.spec?.minReadySeconds)));
    const soonest = Math.min(...waits.filter((wait) => wait !== undefined && wait > 0).map(Number));
    if (Number.isFinite(soonest)) queue.addAfter(key, soonest);
    const available = waits.filter((wait) => wait === 0).length;
    const updated = current.filter((pod) => pod.metadata?.labels?.['controller-revision-hash'] === hashOf(set)).length;
    api.updateStatus('DaemonSet', {
      ...set,
      status: {
        ...(set.metadata?.generation && { observedGeneration: set.metadata.generation }),
        desiredNumberScheduled: wanted.length,
        currentNumberScheduled: current.length,
        numberMisscheduled: nodes.filter((node) => !shouldRun(set, node) && first(node)).length,
        numberReady: current.filter(isReady).length,
        ...(updated && { updatedNumberScheduled: updated }),
        ...(available && { numberAvailable: available }),
        ...(wanted.length > available && { numberUnavailable: wanted.length - available }),
      },
    });
  }

  return disposeAll(
    api.watch('DaemonSet', ({ object }) => queue.add(keyOf(object))),
    api.watch('Node', () => {
      for (const set of api.list('DaemonSet')) queue.add(keyOf(set));
    }),
    api.watch('Pod', ({ object }) => {
      const key = controllerKey(object, 'DaemonSet');
      if (key) queue.add(key);
    }),
    queue,
  );
}

function hashOf(set: DaemonSet): string {
  return templateHash(set.spec?.template as PodTemplate);
}

function shouldRun({ spec }: DaemonSet, node: Node): boolean {
  const template = spec?.template.spec;
  if (!template || !matchesNode(template, node)) return false;
  const tolerations = [...(template.tolerations ?? []), ...daemonTolerations(template.hostNetwork)];
  return !untoleratedTaint(node.spec?.taints, tolerations);
}

/** A pod before it is placed already belongs to the node that its affinity names. */
function targetNode({ spec }: Pod): string {
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return spec?.nodeName ?? terms[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

/** Source: `util.AddOrUpdateDaemonPodTolerations`. */
function daemonTolerations(hostNetwork: boolean | undefined): Toleration[] {
  const keys = [
    'disk-pressure',
    'memory-pressure',
    'pid-pressure',
    'unschedulable',
    ...(hostNetwork ? ['network-unavailable'] : []),
  ];
  const tolerate = (effect: string) => (key: string) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect,
  });
  return [...['not-ready', 'unreachable'].map(tolerate('NoExecute')), ...keys.map(tolerate('NoSchedule'))];
}

type Affinity = NonNullable<NonNullable<Pod['spec']>['affinity']>;

/** Source: `util.ReplaceDaemonSetPodNodeNameNodeAffinity`. */
function onlyOn({ metadata }: Node, affinity: Affinity | undefined): Affinity {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [metadata?.name ?? ''] }];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}
