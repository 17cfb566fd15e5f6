import type { ImageRole } from '../../../environments/kind/images/image-role.ts';
import type { ExistingChoice } from '../../../scenario/environment-choice.ts';
import type { ImageRule } from '../../../scenario/run-options.ts';
import { workloadImages } from '../../../traffic/replay/workload-manifests.ts';
import { imageRole } from '../../image-roles.ts';
import { standInImage } from './stand-in-image.ts';

/**
 * Tells which image runs in somebody's cluster instead of one that a manifest names; undefined: that one. The run's own
 * traffic is there under its name in a registry only; agents are what the manifests name unless told otherwise.
 */
export function replacedImage(
  { agentImages, standInImages }: ExistingChoice,
  rules: readonly ImageRule[],
): (image: string) => string | undefined {
  const known = new Map<ImageRole, string>();
  const standIn = (role: ImageRole) => {
    const name = known.get(role) ?? standInImage(standInImages, role).name;
    known.set(role, name);
    return name;
  };
  return (image) => {
    if (Object.hasOwn(workloadImages, image)) return standIn(image.includes('upstream') ? 'upstream' : 'workload');
    const role = imageRole(image, rules);
    if (role === undefined) return undefined;
    const given = role === 'idle' ? undefined : agentImages[role];
    return given ?? (agentImages.source === 'stand-in' ? standIn(role) : undefined);
  };
}
