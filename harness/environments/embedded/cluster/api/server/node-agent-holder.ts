import type { NodeAgent } from '../node-agent.ts';
import { ApiError } from '../objects/api-error.ts';

/** The kubelet comes up after the API server, on which it depends. */
export interface NodeAgentHolder {
  readonly nodeAgent: NodeAgent | undefined;
}

/** The answer as long as it has not. */
export function noNode(): ApiError {
  return new ApiError(503, 'ServiceUnavailable', 'the cluster has no node yet that could answer');
}
