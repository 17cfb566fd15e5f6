import { isMap, isSeq } from 'yaml';
import type { StandIn } from '../../scenario/run-options.ts';
import type { Change } from './change.ts';

/** The agent once more, under another name and label. `declaresPorts: false`: without the list of ports, which is for people only. */
export function secondRelease(role: StandIn, { declaresPorts = true } = {}): Change {
  return (files) => {
    const agent = files.agent(role).clone() as ReturnType<typeof files.agent>;
    const labels = { app: `second-${role}` };
    agent.setIn(['metadata', 'name'], `second-${role}`);
    agent.setIn(['metadata', 'labels'], agent.createNode(labels));
    agent.setIn(['spec', 'selector', 'matchLabels'], agent.createNode(labels));
    agent.setIn(['spec', 'template', 'metadata', 'labels'], agent.createNode(labels));
    const containers = agent.getIn(['spec', 'template', 'spec', 'containers']);
    for (const container of isSeq(containers) ? containers.items.filter(isMap) : []) {
      const ports = container.get('ports');
      if (declaresPorts || !isSeq(ports)) continue;
      const numbers = new Map(ports.items.filter(isMap).map((port) => [port.get('name'), port.get('containerPort')]));
      container.delete('ports');
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        const path = [probe, 'httpGet', 'port'];
        if (container.hasIn(path)) container.setIn(path, numbers.get(container.getIn(path)) ?? container.getIn(path));
      }
    }
    files.add(`second-${role}.yaml`, agent.toString());
  };
}
