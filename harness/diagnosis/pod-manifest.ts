import type { Pod } from '../kubernetes/cluster-client.ts';
import type { FieldSegments, Manifest } from '../manifests/manifest.ts';
import { namespaceOf } from '../manifests/namespace-of.ts';
import { podSpec, podSpecPath } from '../manifests/pod-template.ts';

/** The user's object that a pod comes from: by its owner, or the Pod itself. Undefined for a pod of somebody else's. */
export function podManifest(pod: Pod, manifests: readonly Manifest[]): Manifest | undefined {
  const owner = pod.metadata?.ownerReferences?.find(({ controller }) => controller) ?? {
    kind: 'Pod',
    name: pod.metadata?.name,
  };
  const hash = pod.metadata?.labels?.['pod-template-hash'];
  const ofDeployment = owner.kind === 'ReplicaSet' && hash !== undefined && owner.name?.endsWith(`-${hash}`);
  const kind = ofDeployment ? 'Deployment' : owner.kind;
  const name = ofDeployment ? owner.name?.slice(0, -hash.length - 1) : owner.name;
  return manifests.find(
    (manifest) =>
      manifest.object.kind === kind &&
      manifest.object.metadata.name === name &&
      namespaceOf(manifest) === pod.metadata?.namespace,
  );
}

/** Path of a container, by its name, in the object that a pod comes from. */
export function containerPath(manifest: Manifest, name: string): FieldSegments | undefined {
  const spec = podSpec(manifest.object);
  const path = podSpecPath(manifest.object);
  if (spec === undefined || path === undefined) return undefined;
  for (const list of ['containers', 'initContainers'] as const) {
    const index = spec[list]?.findIndex((container) => container.name === name) ?? -1;
    if (index >= 0) return [...path, list, index];
  }
  return undefined;
}
