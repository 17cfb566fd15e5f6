import type { AgentImages, EnvironmentChoice } from '../scenario/environment-choice.ts';
import { declaredNodeOf, endpointOf, nodesOf, repositoryOf } from './flag-values.ts';
import { UsageError } from './usage-error.ts';

const names = ['embedded', 'kind', 'existing'] as const;

type Name = EnvironmentChoice['name'];

/** Flags that choose an environment and say more of it. */
export const environmentFlags = {
  environment: { type: 'string' },
  nodes: { type: 'string' },
  node: { type: 'string', multiple: true },
  reuse: { type: 'boolean' },
  'kind-image': { type: 'string' },
  'localstack-image': { type: 'string' },
  'qtap-image': { type: 'string' },
  'qscan-image': { type: 'string' },
  images: { type: 'string' },
  context: { type: 'string' },
  bucket: { type: 'string' },
  namespace: { type: 'string' },
  's3-endpoint': { type: 'string' },
  'stand-in-images': { type: 'string' },
  'allow-production': { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

type Flag = Exclude<keyof typeof environmentFlags, 'environment'>;

/** The values of `environmentFlags` as they were given. */
export type EnvironmentFlagValues = {
  readonly [Name in keyof typeof environmentFlags]?: Name extends 'node'
    ? readonly string[]
    : (typeof environmentFlags)[Name]['type'] extends 'boolean'
      ? boolean
      : string;
};

/** Where each flag has a meaning; anywhere else it is refused rather than ignored. */
const fits: Readonly<Record<Flag, readonly Name[]>> = {
  nodes: ['embedded'],
  node: ['embedded', 'kind'],
  reuse: ['kind'],
  'kind-image': ['kind'],
  'localstack-image': ['kind'],
  'qtap-image': ['kind', 'existing'],
  'qscan-image': ['kind', 'existing'],
  images: ['kind', 'existing'],
  context: ['existing'],
  bucket: ['existing'],
  namespace: ['existing'],
  's3-endpoint': ['existing'],
  'stand-in-images': ['existing'],
  'allow-production': ['existing'],
  'dry-run': ['existing'],
};

/** The environment that a command line asks for. Throws `UsageError` for what does not go together. */
export function environmentChoice(flags: EnvironmentFlagValues): EnvironmentChoice {
  const name = environmentName(flags.environment);
  for (const flag of Object.keys(fits) as Flag[]) {
    if (flags[flag] !== undefined && !fits[flag].includes(name)) {
      const places = fits[flag].map((place) => `--environment ${place}`).join(' and ');
      throw new UsageError(`--${flag} goes with ${places} only, and this run is ${name}: leave it out.`);
    }
    if (flags[flag] === '') throw new UsageError(`--${flag} needs a value.`);
  }
  if (name === 'embedded') return { name, nodes: nodesOf(flags.nodes, flags.node) };
  if (name === 'kind') {
    return {
      name,
      declaredNode: declaredNodeOf(flags.node),
      agentImages: agentImages(flags),
      reuse: flags.reuse ?? false,
      nodeImage: flags['kind-image'],
      localstackImage: flags['localstack-image'],
    };
  }
  if (flags.bucket === undefined) {
    throw new UsageError('--environment existing needs --bucket NAME: the bucket that the snapshot and QScan name.');
  }
  return {
    name,
    context: flags.context,
    bucket: flags.bucket,
    namespace: flags.namespace,
    agentImages: agentImages(flags, 'real'),
    s3Endpoint: endpointOf(flags['s3-endpoint']),
    standInImages: standInRepository(flags['stand-in-images']),
    allowProduction: flags['allow-production'],
    dryRun: flags['dry-run'] ?? false,
  };
}

function standInRepository(text: string | undefined): string {
  if (text !== undefined) return repositoryOf('--stand-in-images', text);
  throw new UsageError(
    "--environment existing needs --stand-in-images REPOSITORY, from which the cluster pulls the run's own traffic, for example registry.example/pii-harness: npm run images -- REPOSITORY --push puts them there.",
  );
}

function environmentName(text: string | undefined): Name {
  const name = names.find((candidate) => candidate === (text ?? 'embedded'));
  if (name === undefined) throw new UsageError(`--environment takes ${names.join(', ')}; not "${text}".`);
  return name;
}

function agentImages(
  { images, ...flags }: EnvironmentFlagValues,
  unlessSaid: AgentImages['source'] = 'stand-in',
): AgentImages {
  if (images !== undefined && images !== 'stand-in' && images !== 'real') {
    throw new UsageError(`--images takes stand-in or real; not "${images}".`);
  }
  return { source: images ?? unlessSaid, qtap: flags['qtap-image'], qscan: flags['qscan-image'] };
}
