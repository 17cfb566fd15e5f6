import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { parseManifests } from '../../manifests/parse-manifests.ts';

const manifest = new URL('../../../fixtures/workload/manifest.yaml', import.meta.url);

/** Images of the two programs, for whoever maps images to programs. */
export const workloadImages = {
  'pii-harness/workload:1': fileURLToPath(new URL('../../../fixtures/workload/workload.ts', import.meta.url)),
  'pii-harness/upstream:1': fileURLToPath(new URL('../../../fixtures/workload/upstream.ts', import.meta.url)),
} as const;

export interface WorkloadManifestsOptions {
  readonly namespace: string;
  /** Host names of the plan: each becomes a Service of that name, port 80, in front of the upstream. */
  readonly hosts: Iterable<string>;
}

/** Services, upstream and workload of a replay, in the order in which they are to be applied. */
export async function workloadManifests({ namespace, hosts }: WorkloadManifestsOptions): Promise<ManifestObject[]> {
  const file = fileURLToPath(manifest);
  const programs = parseManifests(await readFile(file, 'utf8'), file).map(({ object }) => object);
  return [...[...new Set(hosts)].map(service), ...programs].map((object) => ({
    ...object,
    metadata: { ...object.metadata, namespace },
  }));
}

function service(host: string): ManifestObject {
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: host, labels: { app: 'upstream' } },
    spec: {
      selector: { app: 'upstream' },
      // The workload tries until the upstream listens: readiness would only come later, by a probe's period and by kube-proxy's.
      publishNotReadyAddresses: true,
      ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
    },
  };
  return object as ManifestObject;
}
