import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { takesImages } from '../create-cluster.ts';
import { execInNode } from '../kind-cluster.ts';
import { removeContainers } from '../life/docker-objects.ts';
import { runProgram } from '../run-program.ts';
import { imageId } from './ensure-image.ts';
import type { PlannedImage } from './plan-images.ts';
import { sendImages } from './send-images.ts';

export interface NodeImageOptions {
  /** An image of kind's. */
  readonly base: string;
  /** Of the container in which it is made. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

const repository = 'pii-harness/node';
const glance = 100;
/** Milliseconds for which others that a run may start from just now are left alone. */
const youth = 3_600_000;

/**
 * An image for nodes with the images in it that they need, by its name: to carry those into each new node takes longer than to start
 * Kubernetes. Made once for the same content, after which the ones with another are removed. Rejects with `ProgramError`,
 * throws `EnvironmentError`.
 */
export async function nodeImageWith(images: readonly PlannedImage[], options: NodeImageOptions): Promise<string> {
  const { base, signal, progress } = options;
  const tags = images.map(({ tag }) => tag).toSorted();
  const content = [await imageId(base, signal), ...tags].join('\n');
  const image = `${repository}:${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
  if ((await imageId(image, signal)) !== undefined) return image;
  progress('putting the images into one for nodes, once');
  await make(image, tags, options);
  await removeOthers(image, signal);
  return image;
}

async function make(image: string, tags: readonly string[], options: NodeImageOptions): Promise<void> {
  const { base, name, labels, directory, signal } = options;
  const docker = (...args: string[]) => runProgram('docker', args, { signal });
  const inside = (script: string) => execInNode(name, ['sh', '-ec', script], { signal });
  const config = await docker('image', 'inspect', '--format', '{{json .Config.Entrypoint}}', base);
  const flags = Object.entries(labels).map(([key, value]) => `--label=${key}=${value}`);
  try {
    // Not in a volume, as kind has it: what is put there becomes part of the image.
    await docker(
      ...['run', '--detach', '--privileged', '--network=none', `--name=${name}`, ...flags],
      ...['--entrypoint=sleep', base, 'infinity'],
    );
    await docker('exec', '--detach', name, 'containerd');
    while (!(await takesImages(name, signal))) await delay(glance, undefined, { signal });
    // Layers cannot be unpacked onto a container's own: the nodes do it.
    await sendImages([name], tags, { directory, signal, flags: ['--no-unpack'] });
    await inside('pkill -x containerd; while pgrep -x containerd >/dev/null; do sleep 0.05; done');
    // Nodes inherit what is written on their image.
    const unlabelled = Object.keys(labels).map((key) => `--change=LABEL ${key}=`);
    await docker('commit', `--change=ENTRYPOINT ${config.trim()}`, ...unlabelled, name, image);
  } finally {
    await removeContainers([name]);
  }
}

async function removeOthers(image: string, signal: AbortSignal): Promise<void> {
  const format = '{{.Repository}}:{{.Tag}}';
  const listed = await runProgram('docker', ['image', 'ls', '--format', format, repository], { signal });
  for (const other of listed.split('\n').filter((name) => name !== '' && name !== image)) {
    const made = await runProgram('docker', ['image', 'inspect', '--format', '{{.Created}}', other], { signal });
    // One that a node runs on stays.
    if (Date.now() - Date.parse(made) > youth)
      await runProgram('docker', ['image', 'rm', other]).catch(() => undefined);
  }
}
