import { applyOverlay } from '../manifests/overlay/apply-overlay.ts';
import { workloadManifests } from '../traffic/replay/workload-manifests.ts';
import { trafficNamespace } from './apply-manifests.ts';
import type { Pipeline } from './pipeline.ts';

/** Makes one more workload beside the one that has sent its traffic; the upstream is still there. */
export async function startWorkloadAgain({ cluster, environment, overlay }: Pipeline): Promise<void> {
  const namespace = trafficNamespace(environment);
  for (const object of await workloadManifests({ namespace, hosts: [] })) {
    if (object.kind !== 'Job') continue;
    const metadata = { ...object.metadata, name: `${object.metadata.name}-again` };
    await cluster.create(applyOverlay({ ...object, metadata }, overlay), namespace);
  }
}
