import { isMap, isSeq, type YAMLMap } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';

/** The socket of the runtime is looked for at another path of the node. */
export function containerdSocket(path: string): Change {
  return (files) => {
    const volumes = files.agent('qtap').getIn(['spec', 'template', 'spec', 'volumes']);
    const paths = isSeq(volumes) ? volumes.items.filter(isMap).map((volume) => volume.get('hostPath')) : [];
    const socket = paths.find((entry): entry is YAMLMap => isMap(entry) && entry.get('type') === 'Socket');
    if (socket === undefined) throw new NothingToEdit('Qtap mounts no socket of the node');
    socket.set('path', path);
  };
}
