import { pathOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  snapshot: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What `npm run contract` was asked for. */
export interface ContractArguments {
  readonly folder: string;
  readonly snapshot: string | undefined;
  readonly json: string | undefined;
}

/** Reads the command line. Throws `UsageError` for what it cannot mean, with the right spelling. */
export function contractArguments(args: readonly string[], environment: NodeJS.ProcessEnv): ContractArguments | 'help' {
  const { values, positionals } = readFlags('contract', args, options, environment);
  if (values.help) return 'help';
  const [folder, stray] = positionals;
  if (folder === undefined || folder === '') {
    throw new UsageError('contract needs a recording: npm run contract -- DIR, as npm run record has written it.');
  }
  if (stray !== undefined) throw new UsageError(`contract takes one recording, and "${stray}" is a second one.`);
  return { folder, snapshot: pathOf('snapshot', values.snapshot), json: pathOf('json', values.json) };
}
