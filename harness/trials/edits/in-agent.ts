import type { StandIn } from '../../scenario/run-options.ts';
import type { Change } from './change.ts';
import { setIn } from './set-in.ts';

/** Sets a field of the object whose pods run the agent, as `spec.replicas`; undefined takes it away. */
export function inAgent(role: StandIn, path: string, value: unknown): Change {
  return (files) => setIn(files.agent(role).contents, path.split('.').map(segment), value);
}

function segment(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}
