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

const probed = (restartCount: number): Pod => ({
  metadata: { name: 'qscan', namespace: 'qpoint', uid: 'u' },
  spec: { containers: [{ name: 'qscan', startupProbe: { httpGet: { port: 80 } } }] },
  status: {
    containerStatuses: [{ name: 'qscan', state: { running: {} }, ready: false, restartCount, image: 'x', imageID: '' }],
  },
});
const told = (reason: string, message: string) => ({
  metadata: {},
  involvedObject: { uid: 'u', fieldPath: 'spec.containers{qscan}' },
  reason,
  message,
});
const unhealthy = told('Unhealthy', 'Startup probe failed: HTTP probe failed with statuscode: 503');
const killing = told('Killing', 'Container qscan failed startup probe, will be restarted');

test('a container that its startup probe has killed will not get ready', () => {
  const problem = podProblem(probed(1), [unhealthy, killing], []);
  expect(problem).toMatchObject({ reason: 'StartupProbeFailed', message: 'HTTP probe failed with statuscode: 503' });
});

test.each([
  ['it was not killed yet', 0, [unhealthy]],
  ['it has not been restarted yet', 0, [unhealthy, killing]],
  [
    'something else ended it',
    1,
    [unhealthy, told('Killing', 'Container qscan failed liveness probe, will be restarted')],
  ],
])('a startup probe is not blamed while %s', (_, restarts, events) => {
  expect(podProblem(probed(restarts), events, [])).toBeUndefined();
});

const outOfMemory = (restartCount: number, state: object): Pod => ({
  metadata: { name: 'qscan', namespace: 'qpoint' },
  status: {
    containerStatuses: [
      {
        ...{ name: 'qscan', ready: false, restartCount, image: 'x', imageID: '', state },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
      },
    ],
  },
});

test.each([
  [1, { running: {} }, 'was killed for memory (OOMKilled) once'],
  [2, { waiting: { reason: 'CrashLoopBackOff' } }, 'was killed for memory (OOMKilled) 3 times'],
])('a container that ran out of memory is told at once, and by its deaths: %d restarts', (restarts, state, message) => {
  expect(podProblem(outOfMemory(restarts, state), [], [])).toMatchObject({ reason: 'OOMKilled', message });
});
