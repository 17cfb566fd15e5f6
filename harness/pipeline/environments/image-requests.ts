import type { ImageRequest } from '../../environments/kind/images/image-role.ts';
import { podContainers } from '../../manifests/overlay/pod-containers.ts';
import { podSpec } from '../../manifests/pod-template.ts';
import type { AgentImages } from '../../scenario/environment-choice.ts';
import type { ImageRule, StandIn } from '../../scenario/run-options.ts';
import { workloadImages } from '../../traffic/replay/workload-manifests.ts';
import type { DeploymentInputs } from '../deployment-inputs.ts';
import { imageRole } from '../image-roles.ts';

/**
 * What must be behind the image names of a run on real nodes: the run's own traffic, and for each image of the manifests the
 * stand-in by its role, or the image that was given for it. An image that nobody knows, or that shall be real, is left to be
 * pulled.
 */
export function imageRequests(
  { manifests }: Pick<DeploymentInputs, 'manifests'>,
  rules: readonly ImageRule[],
  chosen: AgentImages,
): ImageRequest[] {
  const specs = manifests.map(({ object }) => podSpec(object)).filter((spec) => spec !== undefined);
  const named = specs.flatMap(podContainers).map(({ image }) => image);
  const images = new Set(named.filter((image) => typeof image === 'string'));
  const agents = [...images].flatMap((image): ImageRequest[] => {
    const role = imageRole(image, rules);
    if (role === undefined) return [];
    const reference = referenceOf(role, chosen);
    if (reference !== undefined) return [{ image, content: { reference } }];
    return chosen.source === 'real' && role !== 'idle' ? [] : [{ image, content: { role } }];
  });
  const traffic = (['workload', 'upstream'] as const).map((role): ImageRequest => {
    const image = Object.keys(workloadImages).find((name) => name.includes(role)) ?? role;
    return { image, content: { role } };
  });
  return [...agents, ...traffic];
}

function referenceOf(role: StandIn, chosen: AgentImages): string | undefined {
  return role === 'idle' ? undefined : chosen[role];
}
