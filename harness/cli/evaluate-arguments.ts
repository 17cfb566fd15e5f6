import type { ModelChoice } from '../../mocks/qscan/detection/language/load-token-classifier.ts';
import { modelChoice, modelFlags } from './model-flags.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  json: { type: 'boolean' },
  shortfalls: { type: 'boolean' },
  ...modelFlags,
  'write-document': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The set of the project. */
export const ownSet = 'fixtures/evaluation';

export interface EvaluateArguments {
  /** Files and folders; none: the project's own set. */
  readonly paths: readonly string[];
  readonly json: boolean;
  readonly shortfalls: boolean;
  /** Undefined: the one that comes with the stand-in. */
  readonly model: ModelChoice | undefined;
  readonly writeDocument: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws `UsageError` for what it cannot mean. */
export function evaluateArguments(args: readonly string[], environment: NodeJS.ProcessEnv): EvaluateArguments {
  const { values, positionals: paths } = readFlags('evaluate', args, options, environment);
  const { json = false, shortfalls = false, help = false } = values;
  const writeDocument = values['write-document'] ?? false;
  const model = modelChoice(values.model, values.label);
  if (writeDocument && (json || shortfalls || model !== undefined || paths.length > 0)) {
    throw new UsageError(`--write-document is about ${ownSet} alone: leave files and other flags out.`);
  }
  if (json && shortfalls) throw new UsageError('--json has every shortfall: leave --shortfalls out.');
  return { paths, json, shortfalls, model, writeDocument, help };
}
