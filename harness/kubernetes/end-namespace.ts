import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterRequests } from './cluster-requests.ts';
import { namesIn } from './names-in.ts';
import { resourceKinds } from './resource-kinds.ts';

/** Milliseconds between two looks at its pods. */
const glance = 100;

/**
 * Lets a namespace go that was asked to, as soon as its pods have ended. Kubernetes' own controller first waits 5 s, for API
 * servers that have not heard of it yet: this is for a cluster that has but one. What is held by a finalizer is left to that
 * controller, and the namespace with it. Rejects with `KubernetesError`.
 */
export async function endNamespace(requests: ClusterRequests, path: string, signal: AbortSignal): Promise<void> {
  while ((await namesIn(requests, `${path}/pods`)).length > 0) await delay(glance, undefined, { signal });
  const name = path.slice(path.lastIndexOf('/') + 1);
  const kinds = (await resourceKinds(requests)).filter(
    ({ namespaced, verbs }) => namespaced && verbs.includes('list') && verbs.includes('delete'),
  );
  if (!kinds.every(({ verbs }) => verbs.includes('deletecollection'))) return;
  const collections = kinds.map(({ collection }) => collection(name));
  await Promise.all(collections.map((collection) => requests.removeAt(collection, { gracePeriodSeconds: 0 })));
  const left = await Promise.all(collections.map((collection) => namesIn(requests, collection)));
  signal.throwIfAborted();
  if (left.flat().length > 0) return;
  await requests.finalizeNamespace(name);
}
