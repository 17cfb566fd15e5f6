import { isMap, isSeq } from 'yaml';
import type { StandIn } from '../../scenario/run-options.ts';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';

/** Sets a variable of the agent's container, to a text or from a key of a Secret; undefined takes it out of `env`, where it has to stand. */
export function variable(
  role: StandIn,
  name: string,
  value: string | { readonly secret: string; readonly key: string } | undefined,
): Change {
  const source =
    typeof value === 'object' ? { valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } } : { value };
  return (files) => {
    const container = files.container(role);
    if (!container.has('env')) container.set('env', files.snapshot.createNode([]));
    const env = container.get('env', true);
    if (!isSeq(env)) throw new NothingToEdit(`the env of ${role} is no list`);
    const index = env.items.findIndex((item) => isMap(item) && item.get('name') === name);
    if (value === undefined) {
      if (index < 0) throw new NothingToEdit(`${role} has no ${name} in its env`);
      env.delete(index);
    } else if (index < 0) env.add(files.snapshot.createNode({ name, ...source }));
    else env.set(index, files.snapshot.createNode({ name, ...source }));
  };
}
