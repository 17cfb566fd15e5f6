import { isMap, isSeq } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';

/** One more plugin at the end of the stack that HTTP goes through. */
export function morePlugins(plugin: { readonly type: string; readonly config?: unknown }): Change {
  return ({ snapshot }) => {
    const name = snapshot.getIn(['config', 'tap', 'http', 'stack']);
    const stack = snapshot.getIn(['config', 'stacks', name]);
    const plugins = isMap(stack) ? stack.get('plugins') : undefined;
    if (!isSeq(plugins)) throw new NothingToEdit('tap.http names no stack with plugins');
    plugins.add(snapshot.createNode(plugin));
  };
}
