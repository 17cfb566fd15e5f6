import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import { ProgramError, runProgram } from '../run-program.ts';
import { sideBySide } from '../side-by-side.ts';
import { nodeContainerd } from './node-containerd.ts';

export interface TransferOptions {
  /** For the pipes. */
  readonly directory: string;
  /** Of `ctr images import`. */
  readonly flags: readonly string[];
  readonly signal: AbortSignal;
}

/** Ends with what `docker save` ended with: a pipeline's own status is that of its last command. */
const save = 'exit "$( { { docker save "$@"; echo $? >&3; } | tee $PIPES >/dev/null; } 3>&1 )"';
const load = 'exec docker exec --interactive "$@" <"$PIPE"';

/**
 * Sends all images at once, and to all nodes: what they share travels once, and is read once. From pipe to pipe, for a quarter of a
 * gigabyte that went through this process would cost it 3 s of CPU. Throws `EnvironmentError`.
 */
export async function sendImages(
  nodes: readonly string[],
  tags: readonly string[],
  { directory, signal, flags }: TransferOptions,
): Promise<void> {
  const folder = await mkdtemp(join(directory, 'pipes-'));
  try {
    const pipes = nodes.map((_, index) => `${index}`);
    await runProgram('mkfifo', pipes, { folder, signal });
    const loading = [...nodeContainerd, 'images', 'import', '--digests', ...flags, '-'];
    const inFolder = (
      script: string,
      args: readonly string[],
      environment: Record<string, string>,
      both: AbortSignal,
    ) => runProgram('sh', ['-c', script, 'sh', ...args], { folder, environment, signal: both, wholeGroup: true });
    await sideBySide(signal, (both) => [
      inFolder(save, tags, { PIPES: pipes.join(' ') }, both),
      ...nodes.map((node, index) => inFolder(load, [node, ...loading], { PIPE: `${index}` }, both)),
    ]);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    throw new EnvironmentError(
      `The images cannot be put into the nodes: ${error.stderr.trim()}\nnpm run doctor says what this machine lacks, Docker's disk first.`,
      { cause: error },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
