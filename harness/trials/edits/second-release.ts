import type { StandIn } from '../../scenario/run-options.ts';
import type { Change } from './change.ts';

/** The agent once more, under another name and label. */
export function secondRelease(role: StandIn): Change {
  return (files) => {
    const agent = files.agent(role).clone() as ReturnType<typeof files.agent>;
    const labels = { app: `second-${role}` };
    agent.setIn(['metadata', 'name'], `second-${role}`);
    agent.setIn(['metadata', 'labels'], agent.createNode(labels));
    agent.setIn(['spec', 'selector', 'matchLabels'], agent.createNode(labels));
    agent.setIn(['spec', 'template', 'metadata', 'labels'], agent.createNode(labels));
    files.add(`second-${role}.yaml`, agent.toString());
  };
}
