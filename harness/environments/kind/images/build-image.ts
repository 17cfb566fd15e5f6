import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectPath } from '../../../project-paths.ts';
import { runLabel } from '../run-names.ts';
import { runProgram } from '../run-program.ts';
import { type ImageContent, imageScripts } from './image-content.ts';

export interface BuildOptions {
  /** What the image starts from; has to be in Docker, or pullable. */
  readonly base: string;
  /** Where the build's context is put for as long as the build takes. */
  readonly directory: string;
  readonly signal?: AbortSignal;
}

/** Builds an image under its tag. The context holds nothing but what goes into it. Rejects with `ProgramError`. */
export async function buildImage(content: ImageContent, { base, directory, signal }: BuildOptions): Promise<void> {
  const context = mkdtempSync(join(directory, 'image-'));
  try {
    writeContext(content, context);
    const args = ['--build-arg', `BASE=${base}`, '--build-arg', `PROGRAM=${content.program}`];
    await runProgram(
      'docker',
      // What a build takes from the network here is a mistake.
      ['build', '--network', 'none', '--tag', content.tag, '--label', `${runLabel}=images`, ...args, context],
      { signal },
    );
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

function writeContext({ dockerfile, files, packages }: ImageContent, context: string): void {
  const copy = (from: string, to: string) => {
    mkdirSync(dirname(join(context, to)), { recursive: true });
    cpSync(projectPath(from), join(context, to));
  };
  copy(join('kind', dockerfile), 'Dockerfile');
  for (const name of imageScripts) copy(join('kind', name), name);
  for (const file of ['package.json', ...files]) copy(file, join('program', file));
  mkdirSync(join(context, 'packages'));
  for (const { folder, source, files: own } of packages) {
    for (const file of own) copy(join(source, file), join('packages', folder, file));
  }
  makeReadable(context);
}

/** For the image's user, whatever mask the files were made under. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else chmodSync(path, entry.name.endsWith('.sh') ? 0o755 : 0o644);
  }
}
