import { isMap, isSeq } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';
import { variable } from './variable.ts';

/** Another status port as the chart's value `status.port` sets it: in the container's port and in `STATUS_LISTEN`. */
export function statusPort(port: number): Change {
  return (files) => {
    const ports = files.container('qtap').get('ports', true);
    const status = isSeq(ports) ? ports.items.filter(isMap).find((entry) => entry.get('name') === 'status') : undefined;
    if (status === undefined) throw new NothingToEdit('Qtap has no port of the name status');
    status.set('containerPort', port);
    variable('qtap', 'STATUS_LISTEN', `0.0.0.0:${port}`)(files);
  };
}
