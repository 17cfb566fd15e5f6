import { createHash } from 'node:crypto';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import { execInNode } from '../kind-cluster.ts';
import { removeContainers } from '../life/docker-objects.ts';
import { ProgramError, runProgram } from '../run-program.ts';
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

/** Of no registry: one that is removed before kind gets to it must not be pulled from anywhere. */
export const nodeImages = 'localhost/pii-harness/node';

/** Of what is made below: another way to make it makes another image. */
const form = '1';
/** Milliseconds for which an image that a run has started from is not made anew. */
const age = 86_400_000;

/** Limits of 30 s and 10 s: nothing else would end them. */
const awaitContainerd = `
tries=0
until ctr version >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt 150 ] || { echo "containerd does not start in it" >&2; tail -n 5 /tmp/containerd.log >&2; exit 1; }
  sleep 0.2
done`;
const stopContainerd = `
pkill -x containerd
tries=0
while pgrep -x containerd >/dev/null; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || { echo "containerd does not stop in it" >&2; exit 1; }
  sleep 0.1
done`;

/**
 * An image for nodes with the images in it that they need, by its name: to carry those into each new node takes longer than to
 * start Kubernetes. Made once for the same content; what no run has started from for a day is removed then. Throws `EnvironmentError`.
 */
export async function nodeImageWith(images: readonly PlannedImage[], options: NodeImageOptions): Promise<string> {
  const { base, signal, progress } = options;
  const tags = images.map(({ tag }) => tag).toSorted();
  const content = [form, await imageId(base, signal), ...tags].join('\n');
  const image = `${nodeImages}:${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
  try {
    if ((await imageId(image, signal)) === undefined) {
      progress('putting the images into one for nodes, once');
      await make(image, tags, options);
      await removeOthers(image, signal);
    }
    // When an image was tagged last says that it is used.
    await runProgram('docker', ['tag', image, image], { signal });
    return image;
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    throw new EnvironmentError(
      `The images of the run cannot be put into one for nodes: ${error.stderr.trim()}\nIt needs some hundred MB in Docker: npm run clean -- --images makes room, npm run doctor says what else this machine lacks.`,
      { cause: error },
    );
  }
}

async function make(image: string, tags: readonly string[], options: NodeImageOptions): Promise<void> {
  const { base, name, labels, directory, signal } = options;
  const inside = (script: string) => execInNode(name, ['sh', '-ec', script], { signal });
  const inspect = ['image', 'inspect', '--format', '{{json .Config.Entrypoint}}', base];
  const entrypoint = (await runProgram('docker', inspect, { signal })).trim();
  const flags = Object.entries(labels).map(([key, value]) => `--label=${key}=${value}`);
  try {
    // Not broken off, for Docker would make it all the same. /var is no volume, as kind makes it: what is put there becomes part of
    // the image.
    const isolation = ['--privileged', '--userns=host', '--network=none'];
    const run = ['run', '--detach', ...isolation, `--name=${name}`, ...flags, '--entrypoint=sleep', base, 'infinity'];
    await runProgram('docker', run);
    signal.throwIfAborted();
    // Docker's child, not a shell's: nobody in the container would clear it away when it ends.
    const containerd = ['sh', '-c', 'exec containerd >/tmp/containerd.log 2>&1'];
    await runProgram('docker', ['exec', '--detach', name, ...containerd], { signal });
    await inside(awaitContainerd);
    // Layers cannot be unpacked onto a container's own: the nodes do it.
    await sendImages([name], tags, { directory, signal, flags: ['--no-unpack'] });
    await inside(stopContainerd);
    // Another run may have made the same meanwhile.
    if ((await imageId(image, signal)) !== undefined) return;
    // Nodes inherit what is written on their image.
    const unlabelled = Object.keys(labels).map((key) => `--change=LABEL ${key}=`);
    await runProgram('docker', ['commit', `--change=ENTRYPOINT ${entrypoint}`, ...unlabelled, name, image], { signal });
  } finally {
    await removeContainers([name]);
  }
}

async function removeOthers(image: string, signal: AbortSignal): Promise<void> {
  const list = ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', nodeImages];
  const others = (await runProgram('docker', list, { signal }))
    .split('\n')
    .filter((one) => one !== '' && one !== image);
  const times = '{{.Created}} {{.Metadata.LastTagTime.Format "2006-01-02T15:04:05Z07:00"}}';
  for (const other of others) {
    try {
      const told = await runProgram('docker', ['image', 'inspect', '--format', times, other], { signal });
      const used = Math.max(
        ...told
          .trim()
          .split(' ')
          .map((time) => Date.parse(time)),
      );
      if (Date.now() - used > age) await runProgram('docker', ['image', 'rm', other], { signal });
    } catch (error) {
      // One that a node runs on stays, and one may be gone already.
      if (!(error instanceof ProgramError)) throw error;
    }
  }
}
