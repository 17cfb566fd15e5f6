import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../../../project-paths.ts';
import { imageDefinitions } from './image-definitions.ts';
import type { ImageRole } from './image-role.ts';
import { importedFiles } from './imported-files.ts';
import { type Architecture, type PackageFiles, packageFiles } from './package-files.ts';

/** In `kind/`: what every image may take. */
export const imageScripts = ['launch.sh', 'share-cache.sh'] as const;

/** Everything that decides what an image holds, and its hash. */
export interface ImageContent {
  readonly role: ImageRole;
  readonly dockerfile: string;
  readonly program: string;
  /** From the project's root. */
  readonly files: readonly string[];
  readonly packages: readonly PackageFiles[];
  /** Tag under which the built image is kept in Docker and in the nodes. */
  readonly tag: string;
}

/**
 * Reads what goes into the image of a role. A package counts by its version: nobody edits an installed one. `base` is what is
 * known of the image that it starts from.
 */
export function imageContent(role: ImageRole, architecture: Architecture, base: string): ImageContent {
  const root = projectPath('.');
  const { dockerfile, program } = imageDefinitions[role];
  const { files, packages: names } = importedFiles(root, program);
  const packages = packageFiles(root, names, architecture);
  const hash = createHash('sha256');
  const add = (name: string, content: string | Buffer) => hash.update(`${name}\n${content.length}\n`).update(content);
  add('base', `${base} ${architecture} ${program}`);
  for (const file of [dockerfile, ...imageScripts].map((name) => join('kind', name)).concat(files)) {
    add(file, readFileSync(join(root, file)));
  }
  for (const { folder, version, files: own } of packages) add(folder, [version, ...own].join('\n'));
  return { role, dockerfile, program, files, packages, tag: `pii-harness/${role}:${hash.digest('hex').slice(0, 16)}` };
}
