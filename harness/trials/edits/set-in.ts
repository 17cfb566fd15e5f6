import { isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';

/** Sets what stands under a path; undefined takes it away, which it has to be there for. */
export function setIn(node: YAMLMap | YAMLSeq | unknown, path: readonly (string | number)[], value: unknown): void {
  if (!isMap(node) && !isSeq(node)) throw new NothingToEdit(`there is nothing under ${path.join('.')}`);
  if (value !== undefined) node.setIn(path, value);
  else if (!node.deleteIn(path)) throw new NothingToEdit(`there is no ${path.join('.')}`);
}
