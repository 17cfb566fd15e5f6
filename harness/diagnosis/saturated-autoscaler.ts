import { parseQuantity } from '../environments/embedded/cluster/api/objects/quantity.ts';
import type { Manifest } from '../manifests/manifest.ts';
import type { AgentContainer } from '../pipeline/deployment-inputs.ts';
import type { Cause } from './facts.ts';

/** What the guide says to plan for each pod, most of it for models that stay (reference, qscan-worker.md section 2). */
const residentBytes = 12e9;

interface AutoscalerSpec {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly maxReplicas?: number;
  readonly metrics?: readonly {
    readonly type?: string;
    readonly resource?: { readonly name?: string; readonly target?: { readonly averageUtilization?: number } };
  }[];
}

/**
 * An autoscaler that adds scanners as long as their models are in memory, which is always: its target is a share of what a pod requests,
 * and the models alone are more (reference, qscan-worker.md section 7). Undefined where no manifest is one.
 */
export function saturatedAutoscaler(
  manifests: readonly Manifest[],
  agents: readonly AgentContainer[],
): Cause | undefined {
  for (const autoscaler of manifests) {
    const { object } = autoscaler;
    if (object.kind !== 'HorizontalPodAutoscaler') continue;
    const { scaleTargetRef, maxReplicas, metrics = [] } = (object as { readonly spec?: AutoscalerSpec }).spec ?? {};
    const scanner = agents.find(
      ({ role, manifest }) =>
        role === 'qscan' &&
        manifest.object.kind === scaleTargetRef?.kind &&
        manifest.object.metadata.name === scaleTargetRef?.name,
    );
    const index = metrics.findIndex(({ type, resource }) => type === 'Resource' && resource?.name === 'memory');
    const share = metrics[index]?.resource?.target?.averageUtilization;
    const { requests, limits } = scanner?.container.resources ?? {};
    const request = requests?.memory ?? limits?.memory;
    const quantity = request === undefined ? undefined : parseQuantity(request);
    if (scanner === undefined || share === undefined || quantity === undefined) continue;
    if ((Number(quantity.nanos) / 1e9) * (share / 100) >= residentBytes) continue;
    const { manifest, path } = scanner;
    return {
      sentence: `HorizontalPodAutoscaler ${object.metadata.name} will run QScan at its maximum of ${maxReplicas} replicas with an empty queue: it adds one above ${share} % of the ${request} that a pod requests, and the models hold about as much all the time; scale by CPU, or request more.`,
      positions: [
        autoscaler.locate(['spec', 'metrics', index, 'resource', 'target', 'averageUtilization']),
        manifest.locate([...path, 'resources', requests?.memory === undefined ? 'limits' : 'requests', 'memory']),
      ],
      evidence: ['the guide plans 12 GB or more for each pod of QScan'],
    };
  }
  return undefined;
}
