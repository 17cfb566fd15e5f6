import { isMap, isSeq, type YAMLMap } from 'yaml';
import type { StandIn } from '../../scenario/run-options.ts';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';

/** The first Secret that the agent's container takes variables from has another name than the one that the container asks for. */
export function secretGone(role: StandIn): Change {
  return (files) => {
    const container = files.container(role);
    const maps = (list: string) => {
      const items = container.get(list, true);
      return isSeq(items) ? items.items.filter(isMap) : [];
    };
    const references = [
      ...maps('envFrom').map((entry) => entry.get('secretRef', true)),
      ...maps('env').map((entry) => entry.getIn(['valueFrom', 'secretKeyRef'], true)),
    ];
    const reference = references.find((candidate): candidate is YAMLMap => isMap(candidate));
    if (reference === undefined) throw new NothingToEdit(`${role} takes no variable from a Secret`);
    reference.set('name', `${reference.get('name')}-that-nobody-made`);
  };
}
