import type { NodeAgent } from '../node-agent.ts';

/** A node whose pods have no logs and no ports, but for what is given. */
export function nodeAgentStub(given: Partial<NodeAgent> = {}): NodeAgent {
  return {
    async *logs() {},
    port: () => undefined,
    portForward: () => async () => {},
    exec: () => async () => 0,
    attach: () => async () => 0,
    ...given,
  };
}
