import { EnvironmentError } from '../../../errors/environment-error.ts';
import { ProgramError, runProgram } from '../run-program.ts';

export interface EnsureOptions {
  /** What to do when the image cannot be had, after "or"; for example the flag that names another. */
  readonly remedy: string;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** Pulls an image that the local Docker lacks, and answers with its id. Throws `EnvironmentError` when it cannot be had. */
export async function ensureImage(reference: string, { remedy, signal, progress }: EnsureOptions): Promise<string> {
  const known = await imageId(reference, signal);
  if (known !== undefined) return known;
  progress(`pulling ${reference}`);
  try {
    await runProgram('docker', ['pull', '--quiet', reference], { signal });
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const reason = error.stderr.trim().split('\n').at(-1);
    throw new EnvironmentError(
      `The image ${reference} is not in Docker and cannot be pulled (${reason}): load it with docker load, or ${remedy}.`,
      { cause: error },
    );
  }
  const id = await imageId(reference, signal);
  if (id === undefined) throw new EnvironmentError(`Docker pulled ${reference} and does not have it.`);
  return id;
}

/** Id of an image in the local Docker; undefined when it has none of that name. */
export async function imageId(reference: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const id = await runProgram('docker', ['image', 'inspect', '--format', '{{.Id}}', reference], { signal });
    return id.trim();
  } catch (error) {
    if (error instanceof ProgramError && /no such image/i.test(error.stderr)) return undefined;
    throw error;
  }
}
