import { setTimeout as delay } from 'node:timers/promises';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import type { ClusterRequests } from '../../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
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

const discovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const namesOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** How many kinds are listed at a time: a connection for each would cost more than the lists. */
const atOnce = 6;

interface GroupList {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources?: readonly Resource[] }[];
  }[];
}

interface Resource {
  readonly resource: string;
  readonly scope: 'Cluster' | 'Namespaced';
  readonly verbs: readonly string[];
}

/**
 * Paths of what a run may have put into a cluster: objects without a namespace, namespaces among them, and those in the
 * namespace `default`.
 */
export async function clusterObjects(requests: ClusterRequests): Promise<string[]> {
  const lists = (await Promise.all(['/api', '/apis'].map((root) => collections(requests, root)))).flat();
  const found: string[] = [];
  const left = lists.values();
  const readOn = async () => {
    for (const path of left) found.push(...(await namesIn(requests, path)));
  };
  await Promise.all(Array.from({ length: atOnce }, readOn));
  return found;
}

/**
 * Asks the cluster to remove what it did not have at first, and answers with the paths of what is on its way out. A namespace
 * takes 5 s from there, which nobody need wait for who does not begin anew.
 */
export async function removeObjectsBeyond(requests: ClusterRequests, first: readonly string[]): Promise<string[]> {
  const known = new Set(first);
  const added = (await clusterObjects(requests)).filter((path) => !known.has(path));
  const namespaces = added.flatMap((path) => /^\/api\/v1\/namespaces\/([^/]+)$/.exec(path)?.[1] ?? []);
  const others = added.filter((path) => !/^\/api\/v1\/namespaces\/[^/]+$/.test(path));
  await Promise.all([
    ...others.map((path) => requests.removeAt(path, { propagationPolicy: 'Background', gracePeriodSeconds: 1 })),
    ...namespaces.map((name) => removeNamespace(requests, name)),
  ]);
  return added;
}

/** Pods first, with a short grace: a namespace that finds some is looked at again only after half of theirs. */
async function removeNamespace(requests: ClusterRequests, name: string): Promise<void> {
  await removePods(requests, name);
  await requests.removeAt(`/api/v1/namespaces/${name}`, {});
}

/** Paths of the collections below a root of the API whose objects can be listed and deleted one by one. */
async function collections(requests: ClusterRequests, root: string): Promise<string[]> {
  const { items } = await requests.get<GroupList>(root, discovery);
  return items.flatMap(({ metadata, versions }) => {
    const group = metadata?.name ?? '';
    const [preferred] = versions;
    if (preferred === undefined) return [];
    const base = group === '' ? `/api/${preferred.version}` : `/apis/${group}/${preferred.version}`;
    return (preferred.resources ?? [])
      .filter(({ resource, verbs }) => {
        const name = group === '' ? resource : `${resource}.${group}`;
        return !own.has(name) && verbs.includes('list') && verbs.includes('delete');
      })
      .map(({ resource, scope }) =>
        scope === 'Cluster' ? `${base}/${resource}` : `${base}/namespaces/default/${resource}`,
      );
  });
}

async function namesIn(requests: ClusterRequests, path: string): Promise<string[]> {
  try {
    const selector = encodeURIComponent(`!${keepLabel}`);
    const { items } = await requests.get<{ items: { metadata: { name: string } }[] | null }>(
      `${path}?labelSelector=${selector}`,
      namesOnly,
    );
    return (items ?? []).map(({ metadata }) => `${path}/${metadata.name}`);
  } catch (error) {
    // A kind whose definition goes just now.
    if (error instanceof KubernetesError && error.status === 404) return [];
    throw error;
  }
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
