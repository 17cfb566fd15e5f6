import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { parseManifests } from '../../manifests/parse-manifests.ts';
import { podSpec } from '../../manifests/pod-template.ts';
import type { WorkloadPod } from './workload-pod.ts';

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
  /** A workload each, which share the exchanges; default one. */
  readonly workloads?: readonly WorkloadPod[];
}

/** Services, upstream and workload of a replay, in the order in which they are to be applied. */
export async function workloadManifests(options: WorkloadManifestsOptions): Promise<ManifestObject[]> {
  const { namespace, hosts, workloads = [{}] } = options;
  const file = fileURLToPath(manifest);
  const given = parseManifests(await readFile(file, 'utf8'), file).map(({ object }) => object);
  const upstream = given.find(({ kind }) => kind === 'Deployment');
  const programs = given.flatMap((object) =>
    object.kind === 'Job' ? workloads.map((pod, part) => workload(object, pod, part, upstream)) : [object],
  );
  return [...[...new Set(hosts)].map(service), ...programs].map((object) => ({
    ...object,
    metadata: { ...object.metadata, namespace },
  }));
}

/** The Job of one workload; those after the first carry their number in their name. */
function workload(job: ManifestObject, pod: WorkloadPod, part: number, upstream?: ManifestObject): ManifestObject {
  const { node, variables = {}, besideUpstream = false } = pod;
  const own = structuredClone(job);
  if (part > 0) own.metadata.name = `${job.metadata.name}-${part + 1}`;
  const spec = podSpec(own);
  const [container] = spec?.containers ?? [];
  if (spec === undefined || container === undefined) return own;
  if (node !== undefined) spec.nodeName = node;
  const added = {
    ...variables,
    ...(part > 0 && { WORKLOAD_PART: String(part) }),
    ...(besideUpstream && { UPSTREAM_ADDRESS: '127.0.0.1:8080' }),
  };
  container.env = [...(container.env ?? []), ...Object.entries(added).map(([name, value]) => ({ name, value }))];
  const beside = upstream && besideUpstream ? (podSpec(upstream)?.containers ?? []) : [];
  spec.containers.push(...beside.map(({ name, image }) => ({ name, ...(image !== undefined && { image }) })));
  return own;
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
