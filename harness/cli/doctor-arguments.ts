import { resolve } from 'node:path';
import { pinnedImages } from '../environments/kind/pinned-images.ts';
import type { ExistingPreflightOptions } from '../pipeline/environments/existing/existing-preflight.ts';
import { fixture } from '../project-paths.ts';
import { endpointOf, pathOf, repositoryOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  environment: { type: 'string' },
  'kind-image': { type: 'string' },
  'localstack-image': { type: 'string' },
  'qtap-image': { type: 'string' },
  'qscan-image': { type: 'string' },
  context: { type: 'string' },
  namespace: { type: 'string' },
  bucket: { type: 'string' },
  's3-endpoint': { type: 'string' },
  'stand-in-images': { type: 'string' },
  manifests: { type: 'string' },
  snapshot: { type: 'string' },
  rbac: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const environments = ['kind', 'existing'] as const;

type Name = (typeof environments)[number];

/** Where a flag has a meaning; in the other environment it is refused rather than ignored. */
const fits: Readonly<Partial<Record<keyof typeof options, Name>>> = {
  'kind-image': 'kind',
  'localstack-image': 'kind',
  'qtap-image': 'kind',
  'qscan-image': 'kind',
  context: 'existing',
  namespace: 'existing',
  bucket: 'existing',
  's3-endpoint': 'existing',
  'stand-in-images': 'existing',
  manifests: 'existing',
  snapshot: 'existing',
  rbac: 'existing',
};

/** What `npm run doctor` was asked for. */
export interface DoctorArguments {
  readonly environment: Name;
  readonly nodeImage: string;
  readonly localstackImage: string;
  /** Others that are to be had. */
  readonly images: readonly string[];
  readonly existing: ExistingPreflightOptions;
  /** Print the rights that a run needs in an existing cluster, and look at nothing. */
  readonly rbac: boolean;
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
  for (const [flag, place] of Object.entries(fits) as [keyof typeof options, Name][]) {
    if (values[flag] !== undefined && place !== known) {
      throw new UsageError(`--${flag} goes with --environment ${place} only, and this is ${known}: leave it out.`);
    }
    if (values[flag] === '') throw new UsageError(`--${flag} needs a value.`);
  }
  const repository = values['stand-in-images'];
  return {
    environment: known,
    nodeImage: values['kind-image'] ?? pinnedImages.node,
    localstackImage: values['localstack-image'] ?? pinnedImages.localstack,
    images: [values['qtap-image'], values['qscan-image']].filter((image) => image !== undefined),
    existing: {
      context: values.context,
      namespace: values.namespace,
      bucket: values.bucket,
      endpoint: endpointOf(values['s3-endpoint']),
      standInImages: repository === undefined ? undefined : repositoryOf('--stand-in-images', repository),
      manifests: resolve(pathOf('manifests', values.manifests) ?? fixture('manifests')),
      snapshot: resolve(pathOf('snapshot', values.snapshot) ?? fixture('snapshots/snapshot.yaml')),
    },
    rbac: values.rbac ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}
