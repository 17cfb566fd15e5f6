import { isMap, isSeq } from 'yaml';
import type { StandIn } from '../../scenario/run-options.ts';
import type { Change } from './change.ts';

/**
 * The agent once more, under another name and label. `ports: 'unsaid'`: its manifest does not say which ports it takes, so that a node
 * that has one of them taken is no obstacle to the scheduler.
 */
export function secondRelease(role: StandIn, { ports }: { readonly ports?: 'unsaid' } = {}): Change {
  return (files) => {
    const agent = files.agent(role).clone() as ReturnType<typeof files.agent>;
    const labels = { app: `second-${role}` };
    agent.setIn(['metadata', 'name'], `second-${role}`);
    agent.setIn(['metadata', 'labels'], agent.createNode(labels));
    agent.setIn(['spec', 'selector', 'matchLabels'], agent.createNode(labels));
    agent.setIn(['spec', 'template', 'metadata', 'labels'], agent.createNode(labels));
    if (ports === 'unsaid') {
      const containers = agent.getIn(['spec', 'template', 'spec', 'containers']);
      for (const container of isSeq(containers) ? containers.items.filter(isMap) : []) container.delete('ports');
    }
    files.add(`second-${role}.yaml`, agent.toString());
  };
}
