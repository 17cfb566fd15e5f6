import { setTimeout as delay } from 'node:timers/promises';
import type { ManifestObject } from '../manifests/manifest.ts';
import type { ClusterRequests } from './cluster-requests.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { namesIn } from './names-in.ts';
import { resourceKinds } from './resource-kinds.ts';

/** Milliseconds between two looks at its pods. */
const glance = 100;

interface Namespace extends ManifestObject {
  readonly metadata: ManifestObject['metadata'] & { readonly deletionTimestamp?: string };
}

/**
 * Lets a namespace go that is on its way out, as soon as its pods have ended. Kubernetes' own controller first waits 5 s, for API
 * servers that have not heard of it yet: this is for a cluster that has but one. What is held by a finalizer is left to that
 * controller, and so is all when the API server refuses something.
 */
export async function endNamespace(requests: ClusterRequests, path: string, signal: AbortSignal): Promise<void> {
  try {
    const namespace = await requests.get<Namespace>(path);
    if (namespace.metadata.deletionTimestamp === undefined) return;
    while ((await namesIn(requests, `${path}/pods`)).length > 0) await delay(glance, undefined, { signal });
    if (!(await empty(requests, path.slice(path.lastIndexOf('/') + 1)))) return;
    signal.throwIfAborted();
    // As it was read: one that is not the same any more is refused.
    await requests.putAt(`${path}/finalize`, { ...namespace, spec: { finalizers: [] } });
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
  }
}

/** Removes what is in a namespace to which nothing is added any more; false when something stays. */
async function empty(requests: ClusterRequests, name: string): Promise<boolean> {
  const kinds = (await resourceKinds(requests)).filter(
    ({ namespaced, verbs }) => namespaced && verbs.includes('list') && verbs.includes('delete'),
  );
  if (!kinds.every(({ verbs }) => verbs.includes('deletecollection'))) return false;
  const collections = kinds.map(({ collection }) => collection(name));
  await Promise.all(collections.map((collection) => requests.removeAt(collection, { gracePeriodSeconds: 0 })));
  const left = await Promise.all(collections.map((collection) => namesIn(requests, collection)));
  return left.flat().length === 0;
}
