import type { V1PodSpec } from '@kubernetes/client-node';
import type { ManifestObject } from '../manifest.ts';
import { podMetadata, podSpec } from '../pod-template.ts';
import { compressProbes } from './compress-probes.ts';
import type { Overlay } from './overlay.ts';
import { podContainers } from './pod-containers.ts';
import { scaleRequests } from './scale-requests.ts';
import { useLoadedImages } from './use-loaded-images.ts';

const volume = 'harness-trust';
const mountPath = '/etc/harness-trust';

/** Variables through which Go, OpenSSL, Python's requests and the AWS SDKs are told of a CA. */
const trustVariables = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'AWS_CA_BUNDLE'];

/**
 * A copy of an object with the overlay on its pod template. Without an environment's own part nothing of the user's is changed
 * or removed.
 */
export function applyOverlay(object: ManifestObject, overlay: Overlay): ManifestObject {
  const copy = structuredClone(object);
  const spec = podSpec(copy);
  if (spec === undefined) return copy;
  addTrustAndClock(spec, overlay);
  const { isLoaded, isIdle, resources, compressProbes: compress, hostAliases = [] } = overlay.environment ?? {};
  const { replaceImage, podLabels } = overlay.environment ?? {};
  if (isLoaded !== undefined) useLoadedImages(spec, isLoaded);
  if (isIdle !== undefined) leaveIdle(spec, isIdle);
  if (replaceImage !== undefined) replaceImages(spec, replaceImage);
  if (podLabels !== undefined) addLabels(copy, podLabels);
  if (resources !== undefined) scaleRequests(spec, resources);
  if (compress) compressProbes(spec);
  if (hostAliases.length > 0) {
    const own = Array.isArray(spec.hostAliases) ? spec.hostAliases : [];
    spec.hostAliases = [...own, ...hostAliases.map(({ ip, hostnames }) => ({ ip, hostnames: [...hostnames] }))];
  }
  return copy;
}

/** What stands in for a side-car knows no program but its own. */
function leaveIdle(spec: V1PodSpec, isIdle: (image: string) => boolean): void {
  for (const container of podContainers(spec)) {
    if (typeof container.image !== 'string' || !isIdle(container.image)) continue;
    delete container.command;
    delete container.args;
  }
}

function replaceImages(spec: V1PodSpec, replaceImage: (image: string) => string | undefined): void {
  for (const container of podContainers(spec)) {
    if (typeof container.image === 'string') container.image = replaceImage(container.image) ?? container.image;
  }
}

function addLabels(object: ManifestObject, labels: Readonly<Record<string, string>>): void {
  const metadata = podMetadata(object);
  // What is no mapping is left for the API server to refuse.
  if (metadata === undefined || typeof (metadata.labels ?? {}) !== 'object') return;
  metadata.labels = { ...metadata.labels, ...labels };
}

function addTrustAndClock(spec: V1PodSpec, { trustConfigMap, timeScale, variables = {} }: Overlay): void {
  if (!Array.isArray(spec.volumes ?? [])) return;
  spec.volumes = [...(spec.volumes ?? []), { name: volume, configMap: { name: trustConfigMap } }];
  const added = [
    ...trustVariables.map((name) => ({ name, value: `${mountPath}/ca.crt` })),
    { name: 'E2E_TIME_SCALE', value: String(timeScale) },
    ...Object.entries(variables).map(([name, value]) => ({ name, value })),
  ];
  for (const container of podContainers(spec)) {
    // What is no list is left for the API server to refuse.
    if (![container.env ?? [], container.volumeMounts ?? []].every((list: unknown) => Array.isArray(list))) continue;
    const own = new Set(container.env?.map((variable) => variable?.name));
    container.env = [...(container.env ?? []), ...added.filter(({ name }) => !own.has(name))];
    container.volumeMounts = [...(container.volumeMounts ?? []), { name: volume, mountPath, readOnly: true }];
  }
}
