import { randomBytes } from 'node:crypto';
import { planImages } from '../environments/kind/images/plan-images.ts';
import { ProgramError, runProgram } from '../environments/kind/run-program.ts';
import { EnvironmentError } from '../errors/environment-error.ts';
import { standInImage } from '../pipeline/environments/existing/stand-in-image.ts';
import { standardOutput } from '../report/output.ts';
import { exitCode } from './exit-code.ts';
import { imagesArguments } from './images-arguments.ts';
import { imagesHelp } from './images-help.ts';
import { onInterrupt } from './on-interrupt.ts';
import { runCommand } from './run-command.ts';
import { makeRunDirectory } from './run-directory.ts';

const roles = ['workload', 'upstream', 'qtap', 'qscan', 'idle'] as const;

/** `npm run images REPOSITORY -- FLAGS`: builds the harness's own images and puts them where a cluster can pull them. */
export function imagesCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const output = standardOutput();
    const { repository, push, help } = imagesArguments(args, process.env);
    if (help) {
      output.write(imagesHelp);
      return exitCode.green;
    }
    const interruption = new AbortController();
    using _ = onInterrupt(() => interruption.abort(new Error('interrupted')));
    using folder = makeRunDirectory(randomBytes(3).toString('hex'));
    const { signal } = interruption;
    const wanted = roles.map((role) => ({ image: standInImage(repository, role).name, content: { role } }));
    try {
      const progress = (text: string) => process.stderr.write(`${text}\n`);
      for (const { tag, names, make } of await planImages(wanted, { directory: folder.path, signal, progress })) {
        await make();
        for (const name of names) {
          if (name !== tag) await runProgram('docker', ['tag', tag, name], { signal });
          if (push) await runProgram('docker', ['push', '--quiet', name], { signal });
          output.write(`${push ? 'pushed' : 'built'} ${name}\n`);
        }
      }
    } catch (error) {
      if (signal.aborted) return exitCode.interrupted;
      if (error instanceof ProgramError) throw new EnvironmentError(error.message, { cause: error });
      throw error;
    }
    if (!push) output.write('They are in Docker here: load them into the nodes, or push them with --push.\n');
    return exitCode.green;
  });
}
