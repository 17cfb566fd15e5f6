import { EnvironmentError } from '../../../errors/environment-error.ts';
import { pinnedImages } from '../pinned-images.ts';
import { ProgramError, runProgram } from '../run-program.ts';
import { buildImage } from './build-image.ts';
import { ensureImage, imageId } from './ensure-image.ts';
import { imageContent } from './image-content.ts';
import type { ImageRequest, ImageRole } from './image-role.ts';
import type { Architecture } from './package-files.ts';

/** An image of the local Docker that the nodes shall have. */
export interface PreparedImage {
  /** In Docker and in the nodes; its tag is its content, so a node that has the name has the content. */
  readonly tag: string;
  /** As manifests name it. */
  readonly names: readonly string[];
}

export interface PrepareOptions {
  /** For the contexts of builds. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/**
 * Builds the stand-ins whose content is new, pulls the images that are not in Docker. Throws `EnvironmentError` when an image
 * cannot be had.
 */
export async function prepareImages(
  requests: readonly ImageRequest[],
  options: PrepareOptions,
): Promise<PreparedImage[]> {
  const names = new Map<string, string[]>();
  const tags = new Map<string, string>();
  for (const { image, content } of requests) {
    const key = 'role' in content ? `role ${content.role}` : `image ${content.reference}`;
    const tag =
      tags.get(key) ??
      ('role' in content ? await standIn(content.role, options) : await given(image, content.reference, options));
    tags.set(key, tag);
    names.set(tag, [...(names.get(tag) ?? []), image]);
  }
  return [...names].map(([tag, images]) => ({ tag, names: images }));
}

async function standIn(role: ImageRole, { directory, signal, progress }: PrepareOptions): Promise<string> {
  const { base } = pinnedImages;
  const content = imageContent(role, await architectureOf(signal), base);
  if ((await imageId(content.tag, signal)) !== undefined) return content.tag;
  await ensureImage(base, { remedy: 'save it on a machine that can reach a registry', signal, progress });
  progress(`building the image of ${role}`);
  try {
    await buildImage(content, { base, directory, signal });
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    throw new EnvironmentError(`The image of ${role} could not be built: ${error.message}`, { cause: error });
  }
  return content.tag;
}

/** A name of ours for a content of somebody else's, so that a node that has it is known by it. */
async function given(image: string, reference: string, { signal, progress }: PrepareOptions): Promise<string> {
  const id = await ensureImage(reference, { remedy: `name another for ${image}`, signal, progress });
  const tag = `pii-harness/given:${id.replace('sha256:', '').slice(0, 16)}`;
  await runProgram('docker', ['tag', id, tag], { signal });
  return tag;
}

async function architectureOf(signal: AbortSignal): Promise<Architecture> {
  const answer = await runProgram('docker', ['version', '--format', '{{.Server.Arch}}'], { signal });
  return answer.trim() === 'arm64' ? 'arm64' : 'x64';
}
