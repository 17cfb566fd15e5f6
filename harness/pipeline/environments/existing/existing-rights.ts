import type { V1PolicyRule } from '@kubernetes/client-node';
import { neededRights } from '../../../environments/existing/needed-rights.ts';
import { isNamespaced } from '../../../kubernetes/resource-path.ts';
import { readManifests } from '../../../manifests/read-manifests.ts';
import { fixture } from '../../../project-paths.ts';
import { homeNamespace } from '../../home-namespace.ts';

/** The rights that a run with these manifests needs, and where. Throws `InputError` with file and line. */
export async function existingRights({
  manifests: path,
  namespace: asked,
}: {
  /** Folder or file. */
  readonly manifests: string;
  readonly namespace: string | undefined;
}): Promise<{ readonly namespace: string; readonly rules: V1PolicyRule[] }> {
  const manifests = await readManifests(path);
  // The guide's own manifests stand for those that the user does not give, in whichever namespace they shall go to.
  const isGuide = path === fixture('manifests');
  const namespace = isGuide && asked !== undefined ? asked : homeNamespace(manifests, asked);
  const objects = manifests.map(({ object }) => object).filter(({ kind }) => isNamespaced(kind));
  return { namespace, rules: neededRights(namespace, objects) };
}
