import { runProgram } from '../run-program.ts';
import { nodeContainerd, snapshotterFlag } from './node-containerd.ts';
import { nodeImageName } from './node-image-name.ts';
import type { PlannedImage } from './plan-images.ts';
import { sendImages, type TransferOptions } from './send-images.ts';

const ctr = [...nodeContainerd, 'images'];

export type LoadOptions = Omit<TransferOptions, 'flags'>;

/**
 * Gives nodes the images that they lack, and the images every name that manifests use and no other. Answers with the tags that
 * had to be loaded.
 */
export async function loadImages(
  nodes: readonly string[],
  images: readonly PlannedImage[],
  { directory, signal }: LoadOptions,
): Promise<readonly string[]> {
  const looked = await Promise.all(
    nodes.map(async (node) => {
      const known = parseImageList(await inNode(node, [...ctr, 'ls'], signal));
      return { node, known, missing: images.filter(({ tag }) => !known.has(nodeImageName(tag))) };
    }),
  );
  const missing = images.filter((image) => looked.some((node) => node.missing.includes(image)));
  for (const image of missing) await image.make();
  const tags = missing.map(({ tag }) => tag);
  const lacking = looked.filter((node) => node.missing.length > 0).map(({ node }) => node);
  if (tags.length > 0) {
    await sendImages(lacking, tags, { directory, signal, flags: [await snapshotterFlag(lacking[0] ?? '', signal)] });
  }
  await Promise.all(looked.map(({ node, known }) => nameImages(node, known, images, signal)));
  return tags;
}

async function nameImages(
  node: string,
  known: ReadonlyMap<string, string>,
  images: readonly PlannedImage[],
  signal: AbortSignal,
): Promise<void> {
  const wanted = images.flatMap(({ tag, names }) =>
    names.map((name) => [nodeImageName(tag), nodeImageName(name)] as const),
  );
  const isNamed = ([tag, name]: readonly [string, string]) => known.has(tag) && known.get(tag) === known.get(name);
  const commands = [
    ...staleNames(known, new Set(wanted.map(([, name]) => name))).map((name) => ['rm', name]),
    ...wanted.filter((pair) => !isNamed(pair)).map(([tag, name]) => ['tag', '--force', tag, name]),
  ];
  if (commands.length === 0) return;
  const script = commands.map((command) => [...ctr, ...command].map(quoted).join(' ')).join('\n');
  await inNode(node, ['sh', '-ec', script], signal);
}

/** Names and digests, from what `ctr images ls` prints. */
export function parseImageList(text: string): Map<string, string> {
  const rows = text.split('\n').slice(1);
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const [name, , digest] = row.split(/\s+/);
      return name && digest ? [[name, digest]] : [];
    }),
  );
}

const ownTag = /^docker\.io\/pii-harness\/[a-z]+:[0-9a-f]{16}$/;

/** Names that an earlier run gave to what is built here: left alone they would be found where this run's manifests are wrong. */
export function staleNames(known: ReadonlyMap<string, string>, wanted: ReadonlySet<string>): string[] {
  const ours = new Set([...known].filter(([name]) => ownTag.test(name)).map(([, digest]) => digest));
  return [...known]
    .filter(([name, digest]) => ours.has(digest) && !ownTag.test(name) && !wanted.has(name))
    .map(([name]) => name)
    .filter((name) => !name.startsWith('sha256:') && !name.startsWith('import-'));
}

function inNode(node: string, command: readonly string[], signal: AbortSignal): Promise<string> {
  return runProgram('docker', ['exec', node, ...command], { signal });
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
