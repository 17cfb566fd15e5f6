import { isMap, isSeq } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';

/** Sets what stands under a path; undefined takes it away, which it has to be there for. */
export function setIn(node: unknown, path: readonly (string | number)[], value: unknown): void {
  const isThere = (isMap(node) || isSeq(node)) && (value !== undefined || node.hasIn(path));
  if (!isThere) throw new NothingToEdit(`there is no ${path.join('.')}`);
  if (value === undefined) node.deleteIn(path);
  else node.setIn(path, value);
}
