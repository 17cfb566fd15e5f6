import { execInNode } from '../kind-cluster.ts';
import { ProgramError } from '../run-program.ts';
import { parseImageList } from './load-images.ts';
import { nodeContainerd, snapshotterFlag } from './node-containerd.ts';
import { nodeImageName } from './node-image-name.ts';
import type { PlannedImage } from './plan-images.ts';

/** Unpacks images that a node has, so that their first containers need not wait for it. */
export async function unpackImages(node: string, images: readonly PlannedImage[], signal: AbortSignal): Promise<void> {
  try {
    const known = parseImageList(await execInNode(node, [...nodeContainerd, 'images', 'ls'], { signal }));
    const digests = images.flatMap(({ tag }) => known.get(nodeImageName(tag)) ?? []);
    const unpack = [...nodeContainerd, 'snapshots', 'unpack', await snapshotterFlag(node, signal)].join(' ');
    await execInNode(node, ['sh', '-ec', digests.map((digest) => `${unpack} ${digest}`).join('\n')], { signal });
  } catch (error) {
    // Containers unpack what is not: they take longer then.
    if (!(error instanceof ProgramError)) throw error;
  }
}
