import type { StandIn } from '../../scenario/run-options.ts';
import type { Change } from './change.ts';
import { setIn } from './set-in.ts';

/** Sets a field of the agent's container; undefined takes it away. */
export function inContainer(role: StandIn, path: readonly (string | number)[], value: unknown): Change {
  return (files) => setIn(files.container(role), path, value);
}
