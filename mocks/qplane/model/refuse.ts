import { InputError } from '../../../harness/errors/input-error.ts';

/**
 * For a model that Qplane cannot have, or Qtap refuses aloud. `path` is that of the
 * snapshot, `problem` ends with the remedy.
 */
export function refuse(path: string, problem: string): never {
  throw new InputError(`The environment's model cannot be served: ${path} ${problem}.`);
}

/** The element that repeats an earlier one, by its key. */
export function repeated<Item>(items: readonly Item[], key: (item: Item) => string): number | undefined {
  const at = items.findIndex((item, index) => items.findIndex((other) => key(other) === key(item)) < index);
  return at < 0 ? undefined : at;
}
