import { findLeftovers } from '../environments/kind/life/find-leftovers.ts';
import type { Leftover } from '../environments/kind/life/leftover.ts';
import { removeLeftovers } from '../environments/kind/life/remove-leftovers.ts';
import { standardOutput } from '../report/output.ts';
import { cleanHelp } from './clean-help.ts';
import { exitCode } from './exit-code.ts';
import { endpointOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { runCommand } from './run-command.ts';
import { UsageError } from './usage-error.ts';

const options = {
  'dry-run': { type: 'boolean' },
  images: { type: 'boolean' },
  context: { type: 'string' },
  namespace: { type: 'string' },
  bucket: { type: 'string' },
  's3-endpoint': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `npm run clean -- FLAGS`. */
export function cleanCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const { values, positionals } = readFlags('clean', args, options, process.env);
    const [stray] = positionals;
    if (stray !== undefined) throw new UsageError(`"${stray}" is no flag: npm run clean -- --help`);
    const output = standardOutput();
    if (values.help) {
      output.write(cleanHelp);
      return exitCode.green;
    }
    const { context, namespace, bucket, images } = values;
    const endpoint = endpointOf(values['s3-endpoint']);
    if ([context, namespace, bucket, endpoint].some((value) => value !== undefined)) {
      if (!namespace)
        throw new UsageError(
          '--context, --bucket and --s3-endpoint stand beside --namespace NAME: what a run had there goes.',
        );
      if (images) throw new UsageError('--images are those of Docker here, not of a namespace: leave it out.');
      const { cleanNamespace } = await import('../environments/existing/clean-namespace.ts');
      const report = (text: string) => void output.write(`${text}\n`);
      await cleanNamespace({ context, namespace, bucket, endpoint, dryRun: values['dry-run'] ?? false, report });
      return exitCode.green;
    }
    const { leftovers, spared, docker } = await findLeftovers({ images: images ?? false });
    for (const { what, reason } of spared) output.write(`spared   ${what}: ${reason}\n`);
    if (docker !== undefined) output.write(`Docker cannot be asked (${docker}): only folders were looked at.\n`);
    const failures = values['dry-run'] ? [] : await removeLeftovers(leftovers);
    for (const leftover of leftovers)
      output.write(line(leftover, failures.find(({ of }) => of === leftover)?.reason, values['dry-run']));
    if (leftovers.length === 0 && docker === undefined) output.write('Nothing is left of killed runs.\n');
    return failures.length === 0 && docker === undefined ? exitCode.green : exitCode.environment;
  });
}

function line({ kind, name }: Leftover, failure: string | undefined, dryRun = false): string {
  if (failure !== undefined) return `failed   ${kind} ${name}: ${failure}\n`;
  return `${dryRun ? 'would remove' : 'removed '} ${kind} ${name}\n`;
}
