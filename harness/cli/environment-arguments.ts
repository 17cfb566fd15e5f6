import type { NodeOptions } from '../environments/embedded/cluster/kubelet/node-object.ts';
import type { ImageRule } from '../scenario/run-options.ts';
import { imageRulesOf, nodesOf, pathOf, seedOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  snapshot: { type: 'string' },
  image: { type: 'string', multiple: true },
  nodes: { type: 'string' },
  node: { type: 'string', multiple: true },
  seed: { type: 'string' },
  'real-time': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What `npm run environment` was asked for. */
export interface EnvironmentArguments {
  readonly snapshot: string | undefined;
  readonly images: readonly ImageRule[];
  readonly nodes: readonly NodeOptions[];
  readonly seed: number;
  readonly realTime: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws `UsageError` for what it cannot mean, with the right spelling. */
export function environmentArguments(args: readonly string[], environment: NodeJS.ProcessEnv): EnvironmentArguments {
  const { values, positionals } = readFlags('environment', args, options, environment);
  const [stray] = positionals;
  if (stray !== undefined) {
    throw new UsageError(`"${stray}" is no flag, and an environment takes no names: npm run environment -- --help`);
  }
  return {
    snapshot: pathOf('snapshot', values.snapshot),
    images: imageRulesOf(values.image),
    nodes: nodesOf(values.nodes, values.node),
    seed: seedOf(values.seed),
    realTime: values['real-time'] ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}
