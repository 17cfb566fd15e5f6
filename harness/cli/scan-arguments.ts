import type { ModelChoice } from '../../mocks/qscan/detection/language/load-token-classifier.ts';
import { modelChoice, modelFlags } from './model-flags.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  'content-type': { type: 'string' },
  explain: { type: 'boolean' },
  json: { type: 'boolean' },
  ...modelFlags,
  help: { type: 'boolean', short: 'h' },
} as const;

export interface ScanArguments {
  /** Undefined: standard input. */
  readonly file: string | undefined;
  readonly contentType: string | undefined;
  readonly explain: boolean;
  readonly json: boolean;
  /** Undefined: the one that comes with the stand-in. */
  readonly model: ModelChoice | undefined;
  readonly help: boolean;
}

/** Reads the command line. Throws `UsageError` for what it cannot mean. */
export function scanArguments(args: readonly string[], environment: NodeJS.ProcessEnv): ScanArguments {
  const { values, positionals } = readFlags('scan', args, options, environment);
  const [file, more] = positionals;
  if (more !== undefined) throw new UsageError('One body at a time: npm run scan -- FILE.');
  const { 'content-type': contentType, explain = false, json = false, help = false } = values;
  if (contentType !== undefined && !/^[\w.+-]+\/[\w.+-]+/.test(contentType)) {
    throw new UsageError(`--content-type takes one like application/json, not "${contentType}".`);
  }
  const model = modelChoice(values.model, values.label);
  return { file: file === '-' ? undefined : file, contentType, explain, json, model, help };
}
