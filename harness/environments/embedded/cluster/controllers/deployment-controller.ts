import type { KindMap } from '../api/cluster-api.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { deploymentStatus, isProgressOverdue } from './deployment-status.ts';
import { createEventRecorder } from './event-recorder.ts';
import { controllerKey, fromKey, keyOf, ownedObjects, ownerReference } from './owners.ts';
import { isOver } from './pod-availability.ts';
import { sameTemplate, templateHash } from './pod-template.ts';
import { rolloutLimits, rolloutSizes } from './rollout.ts';
import { WorkQueue } from './work-queue.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Rolls a Deployment's template out through ReplicaSets. Source: kubernetes/pkg/controller/deployment. */
export function startDeploymentController({ api, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'deployment-controller');
  const queue = new WorkQueue(reconcile, onError);

  function reconcile(key: string): void {
    const deployment = api.get('Deployment', fromKey(key));
    if (!deployment || deployment.metadata?.deletionTimestamp) return;
    const sets = ownedObjects(api, 'ReplicaSet', 'Deployment', deployment, deployment.spec?.selector);
    const template = deployment.spec?.template;
    const found = sets.filter((set) => sameTemplate(set.spec?.template, template)).sort(byAge)[0];
    const current = deployment.spec?.paused ? found : bringToFront(deployment, found ?? createSet(deployment), sets);
    const old = sets.filter((set) => set.metadata?.uid !== current?.metadata?.uid);
    scale(deployment, current, old);
    cleanUp(deployment, old);
    writeStatus(key, current);
  }

  function createSet(deployment: Deployment): ReplicaSet {
    const { name = '', namespace } = deployment.metadata ?? {};
    const { spec } = deployment;
    const template = spec?.template ?? { spec: { containers: [] } };
    const hash = templateHash(template);
    const labels = { ...template.metadata?.labels, 'pod-template-hash': hash };
    const selector = spec?.selector ?? {};
    return api.create('ReplicaSet', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${hash}`,
        ...(namespace && { namespace }),
        labels,
        annotations: inheritedAnnotations(deployment),
        ownerReferences: [ownerReference('Deployment', deployment)],
      },
      spec: {
        replicas: 0,
        ...(spec?.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
        selector: { ...selector, matchLabels: { ...selector.matchLabels, 'pod-template-hash': hash } },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    });
  }

  /** Gives the current set the highest revision, which tells a rollback from the past. */
  function bringToFront(deployment: Deployment, set: ReplicaSet, sets: readonly ReplicaSet[]): ReplicaSet {
    const others = sets.filter((other) => other.metadata?.uid !== set.metadata?.uid).map(revisionOf);
    const revision = Math.max(revisionOf(set), Math.max(0, ...others) + 1);
    const { desired, max } = rolloutLimits(deployment);
    const annotations = {
      ...set.metadata?.annotations,
      [revisionAnnotation]: String(revision),
      'deployment.kubernetes.io/desired-replicas': String(desired),
      'deployment.kubernetes.io/max-replicas': String(max),
    };
    const stored = api.update('ReplicaSet', { ...set, metadata: { ...set.metadata, annotations } });
    if (deployment.metadata?.annotations?.[revisionAnnotation] !== String(revision)) {
      const own = { ...deployment.metadata?.annotations, [revisionAnnotation]: String(revision) };
      // With the status, so that it does not count as a change of what is wanted.
      api.updateStatus('Deployment', { ...deployment, metadata: { ...deployment.metadata, annotations: own } });
    }
    return stored;
  }

  function scale(deployment: Deployment, current: ReplicaSet | undefined, old: readonly ReplicaSet[]): void {
    const { desired } = rolloutLimits(deployment);
    if (deployment.spec?.paused) {
      const active = [...old, ...(current ? [current] : [])].filter((set) => set.spec?.replicas);
      const only = active.length === 1 ? active[0] : undefined;
      if (only) setReplicas(deployment, only, desired);
      return;
    }
    if (!current) return;
    const recreate = deployment.spec?.strategy?.type === 'Recreate';
    if (recreate) {
      for (const set of old) setReplicas(deployment, set, 0);
      if (!old.some(hasPods)) setReplicas(deployment, current, desired);
      return;
    }
    for (const { set, replicas } of rolloutSizes(deployment, current, [...old].sort(byAge)))
      setReplicas(deployment, set, replicas);
  }

  function hasPods(set: ReplicaSet): boolean {
    return ownedObjects(api, 'Pod', 'ReplicaSet', set, undefined).some((pod) => !isOver(pod));
  }

  function setReplicas(deployment: Deployment, set: ReplicaSet, replicas: number): void {
    const before = set.spec?.replicas ?? 0;
    if (before === replicas || !set.spec) return;
    // What it was when this pass began may have got newer annotations since.
    const stored = api.get('ReplicaSet', { namespace: set.metadata?.namespace ?? '', name: set.metadata?.name ?? '' });
    if (!stored?.spec) return;
    api.update('ReplicaSet', { ...stored, spec: { ...stored.spec, replicas } });
    const direction = replicas > before ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${set.metadata?.name} from ${before} to ${replicas}`;
    events.record('Deployment', deployment, 'Normal', 'ScalingReplicaSet', message);
  }

  function cleanUp(deployment: Deployment, old: readonly ReplicaSet[]): void {
    const limit = deployment.spec?.revisionHistoryLimit ?? 10;
    const idle = old.filter(({ spec, status }) => !spec?.replicas && !status?.replicas);
    const surplus = idle
      .sort((left, right) => revisionOf(left) - revisionOf(right))
      .slice(0, Math.max(0, idle.length - limit));
    for (const { metadata } of surplus) {
      api.delete('ReplicaSet', { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' });
    }
  }

  function writeStatus(key: string, current: ReplicaSet | undefined): void {
    const deployment = api.get('Deployment', fromKey(key));
    if (!deployment) return;
    const sets = ownedObjects(api, 'ReplicaSet', 'Deployment', deployment, undefined);
    const newest = sets.find(({ metadata }) => metadata?.uid === current?.metadata?.uid);
    const status = deploymentStatus(deployment, newest, sets);
    api.updateStatus('Deployment', { ...deployment, status });
    const overdueIn = isProgressOverdue(deployment, status);
    if (overdueIn !== undefined) queue.addAfter(key, overdueIn);
  }

  return disposeAll(
    api.watch('Deployment', ({ object }) => queue.add(keyOf(object))),
    api.watch('ReplicaSet', ({ object }) => {
      const key = controllerKey(object, 'Deployment');
      if (key) queue.add(key);
    }),
    // Recreate waits for the last pod of the old set to be gone, which no count in a status tells.
    api.watch('Pod', ({ type, object }) => {
      if (type !== 'DELETED') return;
      const owner = controllerKey(object, 'ReplicaSet');
      const set = owner && api.get('ReplicaSet', fromKey(owner));
      const key = set && controllerKey(set, 'Deployment');
      if (key) queue.add(key);
    }),
    queue,
  );
}

function byAge(left: ReplicaSet, right: ReplicaSet): number {
  return revisionOf(left) - revisionOf(right);
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata?.annotations?.[revisionAnnotation] ?? 0);
}

/** `kubectl apply`'s own notes stay with the Deployment. */
function inheritedAnnotations({ metadata }: Deployment): Record<string, string> {
  const skipped = ['kubectl.kubernetes.io/last-applied-configuration', revisionAnnotation];
  return Object.fromEntries(Object.entries(metadata?.annotations ?? {}).filter(([name]) => !skipped.includes(name)));
}
