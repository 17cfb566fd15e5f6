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

/**
 * Has all pods of a namespace end, and removes what would make them anew. The makers leave their pods behind: a kubelet that was
 * told of a pod's own grace does not hear of a shorter one any more.
 */
export async function removePods(requests: ClusterRequests, namespace: string): Promise<void> {
  const orphaning = { propagationPolicy: 'Orphan' };
  await Promise.all(makers.map((place) => requests.removeAt(collection(place, namespace), orphaning)));
  await requests.removeAt(collection('v1/pods', namespace), { gracePeriodSeconds });
}

function collection(place: string, namespace: string): string {
  const [name = '', ...group] = place.split('/').reverse();
  const base = group.length > 1 ? `/apis/${group.reverse().join('/')}` : `/api/${group[0]}`;
  return `${base}/namespaces/${namespace}/${name}`;
}
