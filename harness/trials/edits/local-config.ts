import { isMap } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';
import { variable } from './variable.ts';

const file = '/app/tap-config.yaml';
const name = 'left-over-config';

/**
 * A config file beside the token, as somebody leaves it who tried Qtap without Qplane before: mounted from a ConfigMap, and named by
 * `--config` in the arguments or by `QPOINT_CONFIG`, as the chart does.
 */
export function localConfig(by: 'argument' | 'variable'): Change {
  return (files) => {
    const agent = files.agent('qtap');
    const container = files.container('qtap');
    const config: unknown = files.snapshot.toJS();
    const content = typeof config === 'object' && config !== null && 'config' in config ? config.config : config;
    const namespace = agent.getIn(['metadata', 'namespace']);
    const metadata = { name, ...(namespace !== undefined && { namespace }) };
    const data = { 'tap-config.yaml': JSON.stringify(content) };
    files.add(`${name}.yaml`, JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }));

    const pod = agent.getIn(['spec', 'template', 'spec']);
    if (!isMap(pod)) throw new NothingToEdit('Qtap has no pod template');
    const add = (to: typeof pod, list: string, item: unknown) => {
      if (!to.has(list)) to.set(list, agent.createNode([]));
      to.addIn([list], agent.createNode(item));
    };
    add(pod, 'volumes', { name, configMap: { name } });
    add(container, 'volumeMounts', { name, mountPath: file, subPath: 'tap-config.yaml' });
    if (by === 'argument') add(container, 'args', `--config=${file}`);
    else variable('qtap', 'QPOINT_CONFIG', file)(files);
  };
}
