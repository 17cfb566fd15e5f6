import { pathOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  's3-endpoint': { type: 'string' },
  'access-key': { type: 'string' },
  'secret-key': { type: 'string' },
  region: { type: 'string' },
  only: { type: 'string' },
  record: { type: 'boolean' },
  'write-differences': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** An S3 endpoint and the keys of somebody who may do everything there. */
export interface S3Access {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** Against which environments `npm run conformance` shall run. */
export type ConformanceAim =
  | { readonly kind: 'embedded'; readonly suites: readonly ('kubernetes' | 's3')[] }
  | { readonly kind: 'kubernetes'; readonly kubeconfig: string; readonly context: string | undefined }
  | { readonly kind: 's3'; readonly access: S3Access };

export interface ConformanceArguments {
  readonly aims: readonly ConformanceAim[];
  readonly only: string | undefined;
  readonly record: boolean;
  readonly writeDifferences: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws `UsageError` for what it cannot mean, with the right spelling. */
export function conformanceArguments(args: readonly string[], environment: NodeJS.ProcessEnv): ConformanceArguments {
  const { values, positionals } = readFlags('conformance', args, options, environment);
  const unknown = positionals.find((name) => name !== 'kubernetes' && name !== 's3');
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is no suite: there are kubernetes and s3. npm run conformance -- --help`);
  }
  const suites = positionals.length
    ? [...new Set(positionals as ('kubernetes' | 's3')[])]
    : (['kubernetes', 's3'] as const);
  const aims = aimsOf(suites, {
    kubeconfig: pathOf('kubeconfig', values.kubeconfig),
    context: values.context,
    s3: s3Access(values),
  });
  if (values.record && aims.some(({ kind }) => kind === 'embedded')) {
    throw new UsageError('--record asks the real one: name it by --kubeconfig FILE or --s3-endpoint URL.');
  }
  return {
    aims,
    only: values.only,
    record: values.record ?? false,
    writeDifferences: values['write-differences'] ?? false,
    help: values.help ?? false,
  };
}

function aimsOf(
  suites: readonly ('kubernetes' | 's3')[],
  given: { kubeconfig: string | undefined; context: string | undefined; s3: S3Access | undefined },
): ConformanceAim[] {
  const { kubeconfig, context, s3 } = given;
  if (context !== undefined && kubeconfig === undefined)
    throw new UsageError('--context stands beside --kubeconfig FILE.');
  if (kubeconfig === undefined && s3 === undefined) return [{ kind: 'embedded', suites }];
  const aims: ConformanceAim[] = [];
  if (kubeconfig !== undefined && suites.includes('kubernetes')) aims.push({ kind: 'kubernetes', kubeconfig, context });
  if (s3 !== undefined && suites.includes('s3')) aims.push({ kind: 's3', access: s3 });
  if (aims.length === 0) throw new UsageError('A kubeconfig is for the suite kubernetes, an S3 endpoint for s3.');
  return aims;
}

function s3Access(values: {
  's3-endpoint'?: string | undefined;
  'access-key'?: string | undefined;
  'secret-key'?: string | undefined;
  region?: string | undefined;
}): S3Access | undefined {
  const { 's3-endpoint': endpoint, 'access-key': accessKeyId, 'secret-key': secretAccessKey, region } = values;
  if (endpoint === undefined) {
    if (accessKeyId ?? secretAccessKey ?? region)
      throw new UsageError('Keys and region stand beside --s3-endpoint URL.');
    return undefined;
  }
  if (!URL.canParse(endpoint)) throw new UsageError(`--s3-endpoint takes a URL, not "${endpoint}".`);
  return {
    endpoint,
    accessKeyId: accessKeyId ?? 'test',
    secretAccessKey: secretAccessKey ?? 'test',
    region: region ?? 'eu-central-1',
  };
}
