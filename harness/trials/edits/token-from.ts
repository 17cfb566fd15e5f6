import { isMap, isSeq } from 'yaml';
import type { StandIn } from '../../scenario/run-options.ts';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';

/** The agent's `envFrom` names another Secret in the place of the one whose name holds `token`. */
export function tokenFrom(role: StandIn, secret: string): Change {
  return (files) => {
    const sources = files.container(role).get('envFrom', true);
    const entries = isSeq(sources) ? sources.items.filter(isMap) : [];
    const entry = entries.find((candidate) => String(candidate.getIn(['secretRef', 'name'])).includes('token'));
    if (entry === undefined) throw new NothingToEdit(`${role} takes its token from no Secret by envFrom`);
    entry.setIn(['secretRef', 'name'], secret);
  };
}
