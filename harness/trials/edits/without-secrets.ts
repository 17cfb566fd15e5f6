import { isMap, isSeq } from 'yaml';
import type { StandIn } from '../../scenario/run-options.ts';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';

/** The agent's container takes nothing from Secrets, as the chart renders it where no Secret is named in its values. */
export function withoutSecrets(role: StandIn): Change {
  return (files) => {
    const container = files.container(role);
    let taken = 0;
    for (const [list, path] of [
      ['envFrom', ['secretRef']],
      ['env', ['valueFrom', 'secretKeyRef']],
    ] as const) {
      const items = container.get(list, true);
      if (!isSeq(items)) continue;
      const left = items.items.filter((entry) => !(isMap(entry) && entry.hasIn(path)));
      taken += items.items.length - left.length;
      items.items = left;
    }
    if (taken === 0) throw new NothingToEdit(`${role} takes no variable from a Secret`);
  };
}
