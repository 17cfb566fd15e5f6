import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterRequests } from '../../../kubernetes/cluster-requests.ts';

/** What makes pods. */
const makers = [
  'apps/v1/deployments',
  'apps/v1/daemonsets',
  'apps/v1/statefulsets',
  'apps/v1/replicasets',
  'batch/v1/cronjobs',
  'batch/v1/jobs',
  'v1/replicationcontrollers',
];

/** Seconds that a container has to end by itself: it is the harness's own, or has been under test and is done with. */
const gracePeriodSeconds = 1;

/** Milliseconds that pods have to go, and between two looks; what stays then goes with its namespace. */
const patience = 15_000;
const glance = 100;

/**
 * Removes all pods of a namespace and what would make them anew, and waits until they are gone. The makers leave their pods
 * behind: a kubelet that was told of a pod's own grace does not hear of a shorter one any more.
 */
export async function removePods(requests: ClusterRequests, namespace: string): Promise<void> {
  const orphaning = { propagationPolicy: 'Orphan' };
  await Promise.all(makers.map((place) => requests.removeAt(collection(place, namespace), orphaning)));
  const pods = collection('v1/pods', namespace);
  await requests.removeAt(pods, { gracePeriodSeconds });
  for (const deadline = performance.now() + patience; performance.now() < deadline; await delay(glance)) {
    const { items } = await requests.get<{ items: unknown[] }>(pods);
    if (items.length === 0) return;
  }
}

function collection(place: string, namespace: string): string {
  const [name = '', ...group] = place.split('/').reverse();
  const base = group.length > 1 ? `/apis/${group.reverse().join('/')}` : `/api/${group[0]}`;
  return `${base}/namespaces/${namespace}/${name}`;
}
