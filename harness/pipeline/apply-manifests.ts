import type { Environment } from '../environments/environment.ts';
import { applyOverlay } from '../manifests/overlay/apply-overlay.ts';
import type { Step } from '../scenario/scenario-context.ts';
import { endpoints } from '../traffic/endpoints/index.ts';
import { workloadManifests } from '../traffic/replay/workload-manifests.ts';
import type { WorkloadPod } from '../traffic/replay/workload-pod.ts';
import { type Deployed, deploy } from './deploy.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineFiles } from './read-files.ts';

/** Where the run's own traffic lives: a namespace of its own, unless the run has only one. */
export function trafficNamespace({ tenancy }: Pick<Environment, 'tenancy'>): string {
  return tenancy?.namespace ?? 'traffic';
}

/** Applies the user's objects with nothing but the overlay added, and the run's own workload and upstream beside them. */
export async function applyManifests(
  pipeline: Pipeline,
  files: PipelineFiles,
  step: Step,
  workloads?: readonly WorkloadPod[],
): Promise<Deployed> {
  const { cluster, overlay } = pipeline;
  const deployed = await deploy(cluster, files.deployment, pipeline);
  step.note(deployed.objects.join(', '));
  step.note("added to each pod: trust in the run's CA, and its clock (whole diff: --json)");
  const namespace = trafficNamespace(pipeline.environment);
  if (!files.deployment.namespaces.includes(namespace))
    await deploy(cluster, { manifests: [], madeSecrets: () => [], namespaces: [namespace] }, pipeline);
  const hosts = endpoints.map(({ host }) => host);
  for (const object of await workloadManifests({ namespace, hosts, ...(workloads && { workloads }) })) {
    await cluster.create(applyOverlay(object, overlay), namespace);
  }
  return deployed;
}
