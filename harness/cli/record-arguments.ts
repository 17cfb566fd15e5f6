import { originOf, pathOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  upstream: { type: 'string' },
  out: { type: 'string' },
  field: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What `npm run record` was asked for. */
export interface RecordArguments {
  readonly origin: URL;
  readonly folder: string;
  readonly fields: readonly string[];
}

/** Reads the command line. Throws `UsageError` for what it cannot mean, with the right spelling. */
export function recordArguments(args: readonly string[], environment: NodeJS.ProcessEnv): RecordArguments | 'help' {
  const { values, positionals } = readFlags('record', args, options, environment);
  if (values.help) return 'help';
  const [stray] = positionals;
  if (stray !== undefined) throw new UsageError(`"${stray}" is no flag: npm run record -- --help`);
  const origin = originOf('upstream', values.upstream, 'https://api.qpoint.io');
  const folder = pathOf('out', values.out);
  if (origin === undefined) throw new UsageError('record needs --upstream URL, for example https://api.qpoint.io.');
  if (folder === undefined) throw new UsageError('record needs --out DIR: where the fixtures go.');
  const { field: fields = [] } = values;
  const odd = fields.find((name) => !/^[\w.-]{1,64}$/.test(name));
  if (odd !== undefined) throw new UsageError(`--field takes the name of a field, not "${odd}".`);
  return { origin: new URL(origin), folder, fields };
}
