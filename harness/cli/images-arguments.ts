import { repositoryOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  push: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What `npm run images` was asked for. */
export interface ImagesArguments {
  readonly repository: string;
  readonly push: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws `UsageError` for what it cannot mean. */
export function imagesArguments(args: readonly string[], environment: NodeJS.ProcessEnv): ImagesArguments {
  const { values, positionals } = readFlags('images', args, options, environment);
  const [repository = '', stray] = positionals;
  const help = values.help ?? false;
  if (!help && repository === '') {
    throw new UsageError(
      'npm run images wants a REPOSITORY, for example: npm run images -- registry.example/pii-harness --push',
    );
  }
  if (stray !== undefined) throw new UsageError(`"${stray}" is one word too many: npm run images -- --help`);
  return { repository: help ? '' : repositoryOf('npm run images', repository), push: values.push ?? false, help };
}
