import { type LoadOptions, loadImages } from './load-images.ts';
import type { PlannedImage } from './plan-images.ts';

/** Carries images into the nodes that lack them, and tells of it. */
export async function loadPlanned(
  nodes: readonly string[],
  images: readonly PlannedImage[],
  { progress, ...options }: LoadOptions & { readonly progress: (text: string) => void },
): Promise<void> {
  progress('looking what the nodes have');
  const { length: count } = await loadImages(nodes, images, options);
  progress(count === 0 ? 'the nodes have them' : `${count} of ${images.length} loaded`);
}
