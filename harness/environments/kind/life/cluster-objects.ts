import { setTimeout as delay } from 'node:timers/promises';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import type { ClusterRequests } from '../../../kubernetes/cluster-requests.ts';
import { endNamespace } from '../../../kubernetes/end-namespace.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import { namesIn } from '../../../kubernetes/names-in.ts';
import { resourceKinds } from '../../../kubernetes/resource-kinds.ts';
import { removePods } from './remove-pods.ts';

/** Objects with this label stay in a kept cluster from one run to the next. */
export const keepLabel = 'pii-harness.keep';

/** Made and removed by the cluster itself. */
const own = new Set([
  'nodes',
  'csinodes.storage.k8s.io',
  'certificatesigningrequests.certificates.k8s.io',
  'ipaddresses.networking.k8s.io',
  'servicecidrs.networking.k8s.io',
  'volumeattachments.storage.k8s.io',
  'apiservices.apiregistration.k8s.io',
  'flowschemas.flowcontrol.apiserver.k8s.io',
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  'endpoints',
  'endpointslices.discovery.k8s.io',
  'events',
  'events.events.k8s.io',
]);

const namespacesPath = '/api/v1/namespaces';

const unkept = `?labelSelector=${encodeURIComponent(`!${keepLabel}`)}`;

/** How many kinds are listed at a time: a connection for each would cost more than the lists. */
const atOnce = 6;

/**
 * Paths of what a run may have put into a cluster: objects without a namespace, namespaces among them, and those in the
 * namespace `default`.
 */
export async function clusterObjects(requests: ClusterRequests): Promise<string[]> {
  const kinds = (await resourceKinds(requests)).filter(
    ({ name, verbs }) => !own.has(name) && verbs.includes('list') && verbs.includes('delete'),
  );
  const found: string[] = [];
  const left = kinds.values();
  const readOn = async () => {
    for (const { collection } of left) found.push(...(await namesIn(requests, collection('default'), unkept)));
  };
  await Promise.all(Array.from({ length: atOnce }, readOn));
  return found;
}

/**
 * Asks the cluster to remove what it did not have at first, and answers with the paths of what is on its way out. Namespaces take
 * longest: they are asked before all else is looked through.
 */
export async function removeObjectsBeyond(requests: ClusterRequests, first: readonly string[]): Promise<string[]> {
  const known = new Set(first);
  const isAdded = (path: string) => !known.has(path);
  const namespaces = (await namesIn(requests, namespacesPath, unkept)).filter(isAdded);
  const removeOthers = async () => {
    const others = (await clusterObjects(requests)).filter((path) => isAdded(path) && !isNamespace(path));
    const options = { propagationPolicy: 'Background', gracePeriodSeconds: 1 };
    await Promise.all(others.map((path) => requests.removeAt(path, options)));
    return others;
  };
  const [others] = await Promise.all([removeOthers(), ...namespaces.map((path) => removeNamespace(requests, path))]);
  return [...namespaces, ...others];
}

/** Pods first, with a short grace: a namespace that finds some is looked at again only after half of theirs. */
async function removeNamespace(requests: ClusterRequests, path: string): Promise<void> {
  await removePods(requests, path.slice(namespacesPath.length + 1));
  await requests.removeAt(path, {});
}

function isNamespace(path: string): boolean {
  return path.startsWith(`${namespacesPath}/`) && !path.slice(namespacesPath.length + 1).includes('/');
}

/** Milliseconds until all must be gone, and between two looks. */
const patience = 60_000;
const glance = 100;

/** Waits until all is gone, or the signal aborts. Throws `EnvironmentError` where something stays. */
export async function awaitGone(
  requests: ClusterRequests,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const namespaces = paths.filter(isNamespace);
  await Promise.all([
    awaitAbsence(requests, paths, signal),
    ...namespaces.map((path) => endNamespace(requests, path, signal)),
  ]);
}

async function awaitAbsence(requests: ClusterRequests, paths: readonly string[], signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + patience;
  for (let left = [...paths]; left.length > 0; await delay(glance, undefined, { signal })) {
    const there = await Promise.all(left.map((path) => isThere(requests, path)));
    left = left.filter((_, index) => there[index]);
    if (left.length > 0 && performance.now() > deadline) {
      throw new EnvironmentError(
        `${left.join(', ')} did not go within ${patience / 1000} s from the kept cluster: npm run clean removes it.`,
      );
    }
  }
}

async function isThere(requests: ClusterRequests, path: string): Promise<boolean> {
  try {
    await requests.get(path, 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1');
    return true;
  } catch (error) {
    if (error instanceof KubernetesError && error.status === 404) return false;
    throw error;
  }
}
