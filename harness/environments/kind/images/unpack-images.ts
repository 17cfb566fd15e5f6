import { execInNode } from '../kind-cluster.ts';
import { parseImageList } from './load-images.ts';
import { nodeContainerd, snapshotterFlag } from './node-containerd.ts';
import { nodeImageName } from './node-image-name.ts';
import type { PlannedImage } from './plan-images.ts';

/** Unpacks images that a node has, so that their first containers need not wait for it. Rejects with `ProgramError`. */
export async function unpackImages(node: string, images: readonly PlannedImage[], signal: AbortSignal): Promise<void> {
  const known = parseImageList(await execInNode(node, [...nodeContainerd, 'images', 'ls'], { signal }));
  const digests = images.flatMap(({ tag }) => known.get(nodeImageName(tag)) ?? []);
  const unpack = [...nodeContainerd, 'snapshots', await snapshotterFlag(node, signal), 'unpack'].join(' ');
  await execInNode(node, ['sh', '-ec', digests.map((digest) => `${unpack} ${digest}`).join('\n')], { signal });
}
