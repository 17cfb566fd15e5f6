import { type RelayObjectsOptions, relayObjects } from '../../../environments/relay/relay-objects.ts';
import { readRelayProgram } from '../../../environments/relay/relay-program.ts';
import type { SourcePosition } from '../../../errors/source-position.ts';
import type { ClusterRequests } from '../../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import type { Manifest, ManifestObject } from '../../../manifests/manifest.ts';
import { applyOverlay } from '../../../manifests/overlay/apply-overlay.ts';
import type { Overlay } from '../../../manifests/overlay/overlay.ts';
import { endpoints } from '../../../traffic/endpoints/index.ts';
import { workloadManifests } from '../../../traffic/replay/workload-manifests.ts';
import type { WantedSecret } from './secret-plan.ts';

/** An object that a run would make, and what the server says of it. */
export interface PlannedObject {
  /** Kind and name. */
  readonly title: string;
  /** As the user wrote it, or as the harness did; of the relay its name alone. */
  readonly object: ManifestObject;
  /** As it is applied. */
  readonly applied: ManifestObject;
  /** Undefined: an object of the harness's own. */
  readonly position: SourcePosition | undefined;
  readonly answer: 'taken' | 'there already' | { readonly refusal: string };
  /** Of the API server, which takes it all the same. */
  readonly warnings: readonly string[];
}

/** What the relay of a run is to be. */
export type PlannedRelay = Pick<RelayObjectsOptions, 'namespace' | 'ports' | 'image' | 'labels'> & {
  readonly mode: 'service';
};

interface ObjectSources {
  readonly requests: ClusterRequests;
  readonly namespace: string;
  readonly namespaced: readonly Manifest[];
  readonly wanted: readonly WantedSecret[];
  readonly relay: PlannedRelay;
  readonly overlay: Overlay;
}

const conflict = 409;
const notFound = 404;

/** Every object that a run makes, beside the ConfigMaps of its record and its trust, which are no others to the API server. */
export async function plannedObjects(sources: ObjectSources): Promise<PlannedObject[]> {
  const { requests, namespace, namespaced, wanted, relay, overlay } = sources;
  const hosts = endpoints.map(({ host }) => host);
  const traffic = await workloadManifests({ namespace, hosts });
  const overlaid = (object: ManifestObject) => {
    const applied = applyOverlay(object, overlay);
    return { object, applied: { ...applied, metadata: { ...applied.metadata, namespace } } };
  };
  const all = [
    ...relayObjects({ ...relay, program: readRelayProgram(), token: 'placeholder' }).objects.map(alone),
    ...wanted.map(({ manifest }) => ({ ...overlaid(manifest.object), position: undefined })),
    ...namespaced.map((manifest) => ({
      ...overlaid(manifest.object),
      position: manifest.locate(['metadata', 'name']),
    })),
    ...traffic.map((object) => ({ ...overlaid(object), position: undefined })),
  ];
  return Promise.all(
    all.map(async ({ object, applied, position }): Promise<PlannedObject> => {
      const title = `${object.kind} ${object.metadata.name ?? object.metadata.generateName ?? ''}`;
      return { title, object, applied, position, ...(await dryRun(requests, applied)) };
    }),
  );
}

/** An object to which nothing is added, since all of it is. */
function alone(applied: ManifestObject) {
  const { apiVersion, kind, metadata } = applied;
  return { object: { apiVersion, kind, metadata }, applied, position: undefined };
}

async function dryRun(
  requests: ClusterRequests,
  object: ManifestObject,
): Promise<Pick<PlannedObject, 'answer' | 'warnings'>> {
  const warnings: string[] = [];
  try {
    await requests.create(object, { dryRun: true, onWarning: (text) => warnings.push(text) });
    return { answer: 'taken', warnings };
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    if (error.status === conflict && error.reason === 'AlreadyExists') return { answer: 'there already', warnings };
    // A path that is not served has no words of its own.
    const isUnknown = error.status === notFound && error.reason !== 'NotFound';
    const refusal = isUnknown ? `the cluster has no ${object.kind} of ${object.apiVersion}` : error.message;
    return { answer: { refusal }, warnings };
  }
}
