import { expect, test } from 'vitest';
import type { ClusterEvent, Pod } from '../kubernetes/cluster-client.ts';
import { heldByProbe } from './held-by-probe.ts';

const readinessProbe = { httpGet: { path: '/', port: 80 } };
const startupProbe = { ...readinessProbe, initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 30 };

function podOf(fields: { started: boolean; running?: boolean }): Pod {
  const { started, running = true } = fields;
  const state = running ? { running: {} } : { waiting: { reason: 'ContainerCreating' } };
  return {
    metadata: { uid: 'u' },
    spec: { containers: [{ name: 'c', startupProbe, readinessProbe }] },
    status: {
      containerStatuses: [{ name: 'c', image: '', imageID: '', restartCount: 0, ready: false, started, state }],
    },
  };
}

function unhealthy(message: string, lastTimestamp: string, name = 'c'): ClusterEvent {
  const involvedObject = { uid: 'u', fieldPath: `spec.containers{${name}}` };
  return { metadata: {}, reason: 'Unhealthy', involvedObject, message, lastTimestamp };
}

test('names the probe whose turn it is, and the answer that it heard last', () => {
  const events = [
    unhealthy('Startup probe failed: HTTP probe failed with statuscode: 503', '2026-01-01T00:00:02Z'),
    unhealthy('Startup probe failed: Get "http://10.0.0.1:80/": connection refused', '2026-01-01T00:00:01Z'),
    unhealthy('Readiness probe failed: of an earlier life', '2026-01-01T00:00:03Z'),
    unhealthy('Startup probe failed: of another', '2026-01-01T00:00:03Z', 'other'),
  ];
  expect(heldByProbe(podOf({ started: false }), events)).toEqual({
    container: 'c',
    probe: 'startup',
    consequence: 'its startup probe would kill it after 305 s',
    lastAnswer: 'HTTP probe failed with statuscode: 503',
  });
});

test('takes an answer that is none, and none at all', () => {
  const errored = 'Readiness probe errored and resulted in unknown state: rpc error: no such command';
  const held = { container: 'c', probe: 'readiness', consequence: 'its readiness probe does not pass' };
  const pod = podOf({ started: true });
  const lastAnswer = 'rpc error: no such command';
  expect(heldByProbe(pod, [unhealthy(errored, '2026-01-01T00:00:01Z')])).toEqual({ ...held, lastAnswer });
  expect(heldByProbe(pod, [])).toEqual({ ...held, lastAnswer: 'no answer yet' });
});

test('blames no probe where the container does not run', () => {
  expect(heldByProbe(podOf({ started: false, running: false }), [])).toBeUndefined();
});
