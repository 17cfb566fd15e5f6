import { isMap, isSeq } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';
import { setIn } from './set-in.ts';

/** Sets a field of a plugin of the first stack that has it, as `config.sample_rate` of `qscan`; undefined takes it away. */
export function inPlugin(type: string, path: string, value: unknown): Change {
  return ({ snapshot }) => {
    const stacks = snapshot.getIn(['config', 'stacks']);
    const lists = isMap(stacks)
      ? stacks.items.map(({ value: stack }) => (isMap(stack) ? stack.get('plugins') : 0))
      : [];
    const plugins = lists.filter(isSeq).flatMap(({ items }) => items.filter(isMap));
    const plugin = plugins.find((candidate) => candidate.get('type') === type);
    if (plugin === undefined) throw new NothingToEdit(`no stack of the snapshot has the plugin ${type}`);
    setIn(plugin, path.split('.'), value === undefined ? undefined : snapshot.createNode(value));
  };
}
