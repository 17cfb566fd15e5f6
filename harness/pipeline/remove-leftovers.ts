import { setTimeout as wait } from 'node:timers/promises';
import { EnvironmentError } from '../errors/environment-error.ts';
import type { ClusterClient } from '../kubernetes/cluster-client.ts';
import { isNamespaced } from '../kubernetes/resource-path.ts';
import type { ManifestObject } from '../manifests/manifest.ts';
import { trafficNamespace } from './apply-manifests.ts';
import type { DeploymentInputs } from './deployment-inputs.ts';

/** Seconds that a container has to end by itself: it is the harness's own, or under test and done with. */
const grace = 1;

/** Milliseconds that namespaces have to go, and between two looks. */
const patience = 60_000;
const glance = 100;

/**
 * Removes what this run, or one before it that was killed, made in a cluster that outlives them: the namespaces with all that
 * is in them, and objects of the manifests that lie in none. Waits until they are gone. Throws `EnvironmentError` otherwise.
 */
export async function removeLeftovers(
  cluster: ClusterClient,
  { manifests, namespaces }: Pick<DeploymentInputs, 'manifests' | 'namespaces'>,
  signal?: AbortSignal,
): Promise<void> {
  const ours = new Set([...namespaces, trafficNamespace]);
  const left = async () => (await cluster.namespaces()).filter((name) => ours.has(name));
  const clusterScoped = manifests
    .map(({ object }) => object)
    .filter(({ kind }) => kind !== 'Namespace' && !isNamespaced(kind));
  await Promise.all(clusterScoped.map((object) => cluster.remove(object, '')));
  const found = await left();
  // Pods first: a namespace that goes gives each the grace that its spec asks for.
  await Promise.all(
    found.map(async (name) => {
      await cluster.remove(namespaceObject(name), '');
      await cluster.removePods(name, grace);
    }),
  );
  for (const deadline = performance.now() + patience; (await left()).length > 0; await wait(glance)) {
    signal?.throwIfAborted();
    if (performance.now() < deadline) continue;
    const names = (await left()).join(', ');
    throw new EnvironmentError(`The namespaces ${names} are still there ${patience / 1000} s after they were removed.`);
  }
}

function namespaceObject(name: string): ManifestObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
