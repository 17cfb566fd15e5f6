import { timestamp } from '../api/objects/kube-object.ts';
import type { ContainerInstance, Terminated } from './container-instance.ts';
import { StartError } from './start-error.ts';

/** How a container ends that never ran: the runtime's own time of start is zero. */
export function startFailure(instance: ContainerInstance, error: unknown): Terminated & { message: string } {
  instance.log.end();
  return {
    containerID: instance.id,
    exitCode: 128,
    reason: 'StartError',
    message: error instanceof StartError ? error.message : `failed to create containerd task: ${String(error)}`,
    startedAt: '1970-01-01T00:00:00Z',
    finishedAt: timestamp(),
  };
}
