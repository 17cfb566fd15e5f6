import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { InputError } from '../errors/input-error.ts';
import type { Manifest } from './manifest.ts';
import { parseManifests } from './parse-manifests.ts';
import { readText } from './read-text.ts';

const extensions = new Set(['.yaml', '.yml', '.json']);

/**
 * Reads every `.yaml`, `.yml` and `.json` file of a folder (not of folders below it) in the order of their names, or one file.
 * Throws `InputError` when nothing is there, a file is too large, or holds what is no Kubernetes object.
 */
export async function readManifests(path: string): Promise<Manifest[]> {
  const files = await manifestFiles(path);
  const manifests = (await Promise.all(files.map(async (file) => parseManifests(await readText(file), file)))).flat();
  if (manifests.length === 0) {
    throw new InputError(
      `${path} holds no Kubernetes object: point --manifests at a folder of .yaml, .yml or .json files.`,
    );
  }
  return manifests;
}

/** The files that `readManifests` reads. Throws `InputError` where nothing is there. */
export async function manifestFiles(path: string): Promise<string[]> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`cannot read ${path}: ${error.code === 'ENOENT' ? 'no such file or folder' : error.message}.`);
  });
  if (!status.isDirectory()) return [path];
  const names = (await readdir(path)).filter(
    (name) => extensions.has(extname(name).toLowerCase()) && !name.startsWith('.'),
  );
  return names.sort().map((name) => join(path, name));
}
