import { expect, test } from 'vitest';
import type { Pod } from '../kubernetes/cluster-client.ts';
import { podProblem } from './pod-problem.ts';

function waiting(message: string): Pod {
  const state = { waiting: { reason: 'CreateContainerConfigError', message } };
  return {
    metadata: { name: 'qtap', namespace: 'qpoint' },
    status: { containerStatuses: [{ name: 'qtap', state, ready: false, restartCount: 0, image: 'x', imageID: '' }] },
  };
}

test.each([
  ['failed to sync secret cache: timed out waiting for the condition', undefined],
  ['secret "qpoint-s3" not found', 'CreateContainerConfigError'],
])('a container that waits with %j: %s', (message, reason) => {
  expect(podProblem(waiting(message), [], [])?.reason).toBe(reason);
});
