import type { V1PodSpec } from '@kubernetes/client-node';
import type { ManifestObject } from './manifest.ts';
import { podSpec } from './pod-template.ts';

/** What the harness adds to every pod of the user's: trust in the run's CA, and the run's clock. */
export interface Overlay {
  /** ConfigMap in the pod's namespace that holds the CA under `ca.crt`. */
  readonly trustConfigMap: string;
  /** By what the agents divide the product's own durations. */
  readonly timeScale: number;
}

const volume = 'harness-trust';
const mountPath = '/etc/harness-trust';

/** Variables through which Go, OpenSSL, Python's requests and the AWS SDKs are told of a CA. */
const trustVariables = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'AWS_CA_BUNDLE'];

/** A copy of an object with the overlay on its pod template. Nothing that the user wrote is changed or removed. */
export function applyOverlay(object: ManifestObject, overlay: Overlay): ManifestObject {
  const copy = structuredClone(object);
  const spec = podSpec(copy);
  if (spec !== undefined) addTo(spec, overlay);
  return copy;
}

function addTo(spec: V1PodSpec, overlay: Overlay): void {
  spec.volumes = [...(spec.volumes ?? []), { name: volume, configMap: { name: overlay.trustConfigMap } }];
  const added = [
    ...trustVariables.map((name) => ({ name, value: `${mountPath}/ca.crt` })),
    { name: 'E2E_TIME_SCALE', value: String(overlay.timeScale) },
  ];
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    const own = new Set(container.env?.map(({ name }) => name));
    container.env = [...(container.env ?? []), ...added.filter(({ name }) => !own.has(name))];
    container.volumeMounts = [...(container.volumeMounts ?? []), { name: volume, mountPath, readOnly: true }];
  }
}
