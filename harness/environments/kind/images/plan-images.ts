import { EnvironmentError } from '../../../errors/environment-error.ts';
import { pinnedImages } from '../pinned-images.ts';
import { ProgramError, runProgram } from '../run-program.ts';
import { buildImage } from './build-image.ts';
import { ensureImage, imageId } from './ensure-image.ts';
import { imageContent } from './image-content.ts';
import type { ImageRequest, ImageRole } from './image-role.ts';
import type { Architecture } from './package-files.ts';

/** An image that the nodes shall have. */
export interface PlannedImage {
  /** In Docker and in the nodes. It says what the image holds, so a node that has the name has the content. */
  readonly tag: string;
  /** As manifests name it. */
  readonly names: readonly string[];
  /** Builds or pulls it where the local Docker lacks it; once. Throws `EnvironmentError` when it cannot be had. */
  make(): Promise<void>;
}

export interface PlanOptions {
  /** For the contexts of builds. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/**
 * Tells what the images are. One that is somebody else's, and the base of the stand-ins, are pulled for that where Docker lacks
 * them. Throws `EnvironmentError` when one cannot be had.
 */
export async function planImages(requests: readonly ImageRequest[], options: PlanOptions): Promise<PlannedImage[]> {
  const { signal, progress } = options;
  const remedy = 'save it on a machine that can reach a registry';
  const [architecture, base] = await Promise.all([
    architectureOf(signal),
    requests.some(({ content }) => 'role' in content)
      ? ensureImage(pinnedImages.base, { remedy, signal, progress })
      : undefined,
  ]);
  const groups = Map.groupBy(requests, ({ content }) => JSON.stringify(content));
  return Promise.all(
    [...groups.values()].flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const { content, image } = first;
      const names = [image, ...others.map((other) => other.image)];
      return 'role' in content
        ? standIn(content.role, names, `${pinnedImages.base} ${base}`, architecture, options)
        : given(content.reference, names, options);
    }),
  );
}

function standIn(
  role: ImageRole,
  names: readonly string[],
  base: string,
  architecture: Architecture,
  { directory, signal, progress }: PlanOptions,
): PlannedImage {
  // By its id: a newer one of the same name is another.
  const content = imageContent(role, architecture, base);
  const build = async () => {
    if ((await imageId(content.tag, signal)) !== undefined) return;
    progress(`building the image of ${role}`);
    try {
      await buildImage(content, { base: pinnedImages.base, directory, signal });
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
      throw new EnvironmentError(`The image of ${role} could not be built: ${error.message}`, { cause: error });
    }
  };
  return { tag: content.tag, names, make: once(build) };
}

/** A name of ours for a content of somebody else's, so that a node that has it is known by it. */
async function given(
  reference: string,
  names: readonly string[],
  { signal, progress }: PlanOptions,
): Promise<PlannedImage> {
  const id = await ensureImage(reference, { remedy: `name another for ${names[0]}`, signal, progress });
  const tag = `pii-harness/given:${id.replace('sha256:', '').slice(0, 16)}`;
  return { tag, names, make: once(async () => void (await runProgram('docker', ['tag', id, tag], { signal }))) };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

async function architectureOf(signal: AbortSignal): Promise<Architecture> {
  const answer = await runProgram('docker', ['version', '--format', '{{.Server.Arch}}'], { signal });
  return answer.trim() === 'arm64' ? 'arm64' : 'x64';
}
