import { expect, test } from 'vitest';
import type { Pod } from '../kubernetes/cluster-client.ts';
import { trafficSight } from './traffic-sight.ts';

const qtap = 'us-docker.pkg.dev/qpoint-edge/public/qtap:v0.17.6';
const pod = (
  name: string,
  nodeName: string,
  ...containers: { name: string; image?: string; env?: { name: string; value: string }[] }[]
): Pod => ({
  metadata: { name },
  spec: { nodeName, containers },
});
const options = { images: [] } as unknown as Parameters<typeof trafficSight>[1];

test('tells which senders a Qtap cannot see', () => {
  const ignore = [{ name: 'QPOINT_STRATEGY', value: 'ignore' }];
  const pods = [
    pod('qtap-a', 'node-1', { name: 'qtap', image: qtap }),
    pod('workload-a', 'node-1', { name: 'workload' }),
    pod('workload-b', 'node-2', { name: 'workload' }),
    pod('workload-c', 'node-1', { name: 'workload', env: ignore }),
    pod('workload-d', 'node-1', { name: 'workload' }, { name: 'upstream' }),
    // QScan is told so on purpose, and sends no traffic of the run.
    pod('qscan-a', 'node-3', { name: 'qscan', env: ignore }),
  ];
  expect(trafficSight(pods, options)).toEqual({
    uncoveredNodes: ['node-2'],
    ignored: ['workload-c'],
    withinPod: ['workload-d'],
  });
});
