import type { Change } from './change.ts';
import { setIn } from './set-in.ts';

/** Sets a field of the snapshot, as `config.tap.direction`; undefined takes it away. */
export function inSnapshot(path: string, value: unknown): Change {
  return ({ snapshot }) => {
    const segments = path.split('.').map((text) => (/^\d+$/.test(text) ? Number(text) : text));
    setIn(snapshot.contents, segments, value === undefined ? undefined : snapshot.createNode(value));
  };
}
