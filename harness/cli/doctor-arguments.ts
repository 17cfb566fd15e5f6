import { pinnedImages } from '../environments/kind/pinned-images.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  environment: { type: 'string' },
  'kind-image': { type: 'string' },
  'localstack-image': { type: 'string' },
  'qtap-image': { type: 'string' },
  'qscan-image': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const environments = ['kind'] as const;

/** What `npm run doctor` was asked for. */
export interface DoctorArguments {
  readonly environment: (typeof environments)[number];
  readonly nodeImage: string;
  readonly localstackImage: string;
  /** Others that are to be had. */
  readonly images: readonly string[];
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws `UsageError` for what it cannot mean. */
export function doctorArguments(args: readonly string[], environment: NodeJS.ProcessEnv): DoctorArguments {
  const { values, positionals } = readFlags('doctor', args, options, environment);
  const [stray] = positionals;
  if (stray !== undefined) throw new UsageError(`"${stray}" is no flag: npm run doctor -- --help`);
  const { environment: wanted = 'kind' } = values;
  const known = environments.find((name) => name === wanted);
  if (known === undefined) {
    throw new UsageError(`--environment takes ${environments.join(' or ')}, not "${wanted}".`);
  }
  return {
    environment: known,
    nodeImage: values['kind-image'] ?? pinnedImages.node,
    localstackImage: values['localstack-image'] ?? pinnedImages.localstack,
    images: [values['qtap-image'], values['qscan-image']].filter((image) => image !== undefined),
    json: values.json ?? false,
    help: values.help ?? false,
  };
}
