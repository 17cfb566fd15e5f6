import { setTimeout as wait } from 'node:timers/promises';
import { EnvironmentError } from '../../errors/environment-error.ts';
import type { Pod } from '../../kubernetes/cluster-client.ts';
import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import { resourcePath } from '../../kubernetes/resource-path.ts';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { relayObjects } from '../relay/relay-objects.ts';
import { isRelayPod } from '../relay/relay-pods.ts';
import { readRelayProgram } from '../relay/relay-program.ts';
import { ownerName, runLabel } from './run-names.ts';

const conflict = 409;

/** Milliseconds that pods have to end: theirs is a grace of 30 s unless the manifest says more. */
const patience = 120_000;
const glance = 200;

/**
 * Removes what a run made in a namespace and waits until its pods and its relay are gone, so that the next run finds neither.
 * Throws `EnvironmentError` where they stay.
 */
export async function removeRun(options: {
  readonly requests: ClusterRequests;
  readonly namespace: string;
  /** Of the record: another one under its name is another run's. */
  readonly uid: string;
  readonly runId: string;
  readonly progress: (text: string) => void;
}): Promise<void> {
  const { requests, namespace, uid, runId, progress } = options;
  await removeRecord(requests, namespace, uid);
  const deadline = performance.now() + patience;
  for (let left = await ownPods(requests, namespace, runId); left.length > 0; ) {
    progress(`${left.length} pods are ending`);
    if (performance.now() > deadline) {
      throw new EnvironmentError(
        `The pods ${left.join(', ')} in namespace ${namespace} are still there ${patience / 1000} s after they were removed: look at them with kubectl --namespace ${namespace} get pods --selector ${runLabel}=${runId}`,
      );
    }
    await wait(glance);
    left = await ownPods(requests, namespace, runId);
  }
  const relay = { mode: 'service', namespace, ports: [443], image: 'any', labels: {}, token: 'any' } as const;
  const { objects } = relayObjects({ ...relay, program: readRelayProgram() });
  await Promise.all(objects.map((object) => awaitGone(requests, object)));
}

async function removeRecord(requests: ClusterRequests, namespace: string, uid: string): Promise<void> {
  const path = `${resourcePath('v1', 'ConfigMap', namespace)}/${ownerName}`;
  try {
    await requests.removeAt(path, { propagationPolicy: 'Background', preconditions: { uid } });
  } catch (error) {
    if (!(error instanceof KubernetesError && error.status === conflict)) throw error;
  }
}

/** Waits until an object's name is free: to ask for that takes no right but the one to make it. */
export async function awaitGone(requests: ClusterRequests, object: ManifestObject): Promise<void> {
  if (object.metadata.name === undefined) return;
  for (const deadline = performance.now() + patience; performance.now() < deadline; await wait(glance)) {
    try {
      await requests.create(object, { dryRun: true });
      return;
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      if (error.status !== conflict) return;
    }
  }
  throw new EnvironmentError(
    `${object.kind} ${object.metadata.name} is still there ${patience / 1000} s after its owner was removed: does the cluster's garbage collector run?`,
  );
}

async function ownPods(requests: ClusterRequests, namespace: string, runId: string): Promise<string[]> {
  const { items } = await requests.get<{ items: Pod[] }>(resourcePath('v1', 'Pod', namespace));
  const isOwn = (pod: Pod) => pod.metadata?.labels?.[runLabel] === runId || isRelayPod(pod);
  return items.filter(isOwn).map(({ metadata }) => metadata?.name ?? '');
}
