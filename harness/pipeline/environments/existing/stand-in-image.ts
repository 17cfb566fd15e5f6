import { type ImageContent, imageContent } from '../../../environments/kind/images/image-content.ts';
import type { ImageRole } from '../../../environments/kind/images/image-role.ts';
import { pinnedImages } from '../../../environments/kind/pinned-images.ts';

/** What an image of ours holds, and its name in somebody's registry. */
export interface StandInImage {
  readonly name: string;
  readonly content: ImageContent;
}

/** The tag says what the image holds, so that a cluster that has the name has the content. For machines like this one. */
export function standInImage(repository: string, role: ImageRole): StandInImage {
  const content = imageContent(role, process.arch === 'arm64' ? 'arm64' : 'x64', pinnedImages.base);
  return { name: `${repository}/${content.tag.split('/').at(-1)}`, content };
}
