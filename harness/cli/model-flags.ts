import type { ModelChoice } from '../../mocks/qscan/detection/language/load-token-classifier.ts';
import { type EntityType, entityTypes } from '../entities/entity-type.ts';
import { UsageError } from './usage-error.ts';

/** Flags of the commands that scan with a model. */
export const modelFlags = {
  model: { type: 'string' },
  label: { type: 'string', multiple: true },
} as const;

/** The model that the flags choose; undefined: the one that comes with the stand-in. Throws `UsageError`. */
export function modelChoice(folder: string | undefined, labels: readonly string[] = []): ModelChoice | undefined {
  if (folder === undefined) {
    if (labels.length > 0) throw new UsageError('--label is about the labels of --model DIR: give that, too.');
    return undefined;
  }
  const mapped = new Map<string, EntityType>();
  for (const pair of labels) {
    const [, name, said] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    const type = entityTypes.find((known) => known === said);
    if (name === undefined || type === undefined) {
      throw new UsageError(`--label takes NAME=TYPE with one of ${entityTypes.join(', ')}, not "${pair}".`);
    }
    mapped.set(name, type);
  }
  return { folder, labels: mapped };
}
