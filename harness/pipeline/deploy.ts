import { refusedObject } from '../diagnosis/refused-object.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { ClusterClient } from '../kubernetes/cluster-client.ts';
import { KubernetesError } from '../kubernetes/kubernetes-error.ts';
import type { ManifestObject } from '../manifests/manifest.ts';
import { namespaceOf } from '../manifests/namespace-of.ts';
import { applyOverlay } from '../manifests/overlay/apply-overlay.ts';
import { overlayDiff } from '../manifests/overlay/overlay-diff.ts';
import { podSpec } from '../manifests/pod-template.ts';
import type { DeploymentInputs } from './deployment-inputs.ts';
import type { Pipeline } from './pipeline.ts';

/** What a cluster refuses when it already has the object of that name: another file made it first. */
const conflict = 409;

/** Objects that others refer to come first, as `kubectl` and Helm order them. */
const first = ['Namespace', 'ServiceAccount', 'Secret', 'ConfigMap', 'PersistentVolumeClaim', 'Service'];

export interface Deployed {
  /** Kind and name of what was applied, in order. */
  readonly objects: readonly string[];
  /** The overlay of each object that makes pods, as a diff. */
  readonly diffs: Readonly<Record<string, readonly string[]>>;
}

/** What is put beside and onto the objects. */
export type DeployTerms = Pick<Pipeline, 'overlay' | 'caPem' | 'agentKey'>;

/**
 * Makes namespaces, trust and Secrets, then the user's objects with nothing but the overlay added.
 * Throws `ScenarioFailure` where the API server refuses an object of the user's.
 */
export async function deploy(
  cluster: ClusterClient,
  inputs: Pick<DeploymentInputs, 'manifests' | 'madeSecrets' | 'namespaces'>,
  { overlay, caPem, agentKey }: DeployTerms,
): Promise<Deployed> {
  for (const namespace of inputs.namespaces) {
    const own = inputs.manifests.find(
      ({ object }) => object.kind === 'Namespace' && object.metadata.name === namespace,
    );
    await createUnlessThere(cluster, own?.object ?? namespaceObject(namespace), namespace);
    await cluster.awaitServiceAccount(namespace);
    await cluster.create(trustConfigMap(overlay.trustConfigMap, caPem), namespace);
  }
  for (const { manifest, namespace } of inputs.madeSecrets(agentKey)) await cluster.create(manifest.object, namespace);

  const rank = ({ kind }: ManifestObject) => (first.includes(kind) ? first.indexOf(kind) : first.length);
  const ordered = [...inputs.manifests].sort((a, b) => rank(a.object) - rank(b.object));
  const objects: string[] = [];
  const diffs: Record<string, readonly string[]> = {};
  for (const manifest of ordered) {
    const { object } = manifest;
    const title = `${object.kind} ${object.metadata.name ?? object.metadata.generateName ?? ''}`;
    const applied = applyOverlay(object, overlay);
    try {
      if (object.kind === 'Namespace') await createUnlessThere(cluster, object, '');
      else await cluster.create(applied, namespaceOf(manifest));
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      if (error.status === conflict) {
        throw new ScenarioFailure(`${title} stands twice among the manifests: a cluster keeps one of them only.`, {
          positions: ordered
            .filter((other) => isSame(other.object, object))
            .map((other) => other.locate(['metadata', 'name'])),
        });
      }
      throw refusedObject(manifest, error);
    }
    objects.push(title);
    if (podSpec(object) !== undefined) diffs[title] = overlayDiff(object, applied);
  }
  return { objects, diffs };
}

async function createUnlessThere(cluster: ClusterClient, object: ManifestObject, namespace: string): Promise<void> {
  try {
    await cluster.create(object, namespace);
  } catch (error) {
    if (!(error instanceof KubernetesError && error.status === conflict)) throw error;
  }
}

/** With the label that the guide puts on it: Qtap is privileged. */
function namespaceObject(name: string): ManifestObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  };
}

function trustConfigMap(name: string, caPem: string): ManifestObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { 'ca.crt': caPem } };
}

function isSame(one: ManifestObject, other: ManifestObject): boolean {
  return one.kind === other.kind && one.metadata.name === other.metadata.name;
}
