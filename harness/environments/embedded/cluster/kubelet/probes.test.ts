import { get } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Container, Pod } from './pod-context.ts';
import { podOf, startTestCluster, type TestCluster } from './testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
const ports = [{ name: 'http', containerPort: 8080 }];
const serving = (status: number) => [
  { name: 'PORT', value: '8080' },
  { name: 'STATUS', value: String(status) },
];
const probe = { httpGet: { path: '/readyz', port: 'http' } };
const isReady = ({ status }: Pod) => status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';

async function becomeReady(cluster: TestCluster, pod: Pod): Promise<void> {
  const port = cluster.network.port(pod.status?.podIP ?? '', 8080);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  get({ host: '127.0.0.1', port, path: '/become-ready', agent: false }, (response) => {
    response.resume().on('end', resolve);
  }).on('error', reject);
  await promise;
}

test('a probe may pass long before its delays, with its headers and by the name of its port', async () => {
  await using cluster = await startTestCluster();
  const slow = { initialDelaySeconds: 600, periodSeconds: 600, successThreshold: 1 };
  const headers = { httpGet: { path: '/readyz', port: 'http', httpHeaders: [{ name: 'X-Probe', value: 'yes' }] } };
  const container = {
    ports,
    env: serving(200),
    startupProbe: { ...probe, ...slow },
    readinessProbe: { ...headers, ...slow, successThreshold: 3 },
  };
  cluster.api.create('Pod', podOf('p', container));
  const pod = await cluster.awaitPod('p', isReady);
  expect(pod.status?.containerStatuses?.[0]).toMatchObject({ ready: true, started: true, restartCount: 0 });
  expect((await cluster.log('p')).match(/GET \/readyz yes/g)).toHaveLength(3);
});

test('a probe that fails on is told long before its failures count; its pod says what a kubelet says', async () => {
  await using cluster = await startTestCluster();
  const startupProbe = { ...probe, initialDelaySeconds: 60, periodSeconds: 10, failureThreshold: 30 };
  cluster.api.create('Pod', podOf('p', { ports, env: serving(503), startupProbe }));
  const told = 'Startup probe failed: HTTP probe failed with statuscode: 503';
  // A slow machine has told before of a server that was still coming up.
  expect(await cluster.awaitEvent('p', 'Unhealthy', 'statuscode')).toBe(told);
  const pod = await cluster.awaitPod('p', ({ status }) => status?.phase === 'Running');
  const said = pod.status?.conditions?.filter(({ type }) => type === 'Ready' || type === 'ContainersReady');
  expect(said?.map(({ message }) => message)).toEqual(Array(2).fill('containers with unready status: [c]'));
  await becomeReady(cluster, pod);
  await cluster.awaitPod('p', isReady);
  const unhealthy = cluster.api.list('Event', 'default').filter(({ reason }) => reason === 'Unhealthy');
  const answered = unhealthy.filter(({ message }) => !message?.endsWith('connection refused'));
  expect(answered.map(({ message, count }) => [message, count])).toEqual([[told, 1]]);
});

test('a port where nobody listens is refused in the words of the kubelet', async () => {
  await using cluster = await startTestCluster();
  const readinessProbe = { tcpSocket: { port: 80 }, periodSeconds: 1, failureThreshold: 1 };
  cluster.api.create('Pod', podOf('p', { readinessProbe }));
  const message = await cluster.awaitEvent('p', 'Unhealthy');
  const ip = cluster.api.get('Pod', { namespace: 'default', name: 'p' })?.status?.podIP;
  expect(message).toBe(`Readiness probe failed: dial tcp ${ip}:80: connect: connection refused`);
});

const failures: readonly [string, Partial<Container>][] = [
  [
    'Startup probe failed: Get "http://IP:80/readyz": dial tcp IP:80: connect: connection refused',
    { startupProbe: { httpGet: { path: '/readyz', port: 80 }, periodSeconds: 1 } },
  ],
  [
    'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "nope": invalid syntax',
    { readinessProbe: { httpGet: { port: 'nope' }, periodSeconds: 1 } },
  ],
  [
    'Readiness probe failed: timeout: failed to connect service "IP:80" within 1s: context deadline exceeded',
    { readinessProbe: { grpc: { port: 80 }, periodSeconds: 1 } },
  ],
];

test.for(failures)('%s', async ([text, container]) => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', container));
  const message = await cluster.awaitEvent('p', 'Unhealthy');
  const ip = cluster.api.get('Pod', { namespace: 'default', name: 'p' })?.status?.podIP ?? '';
  expect(message.replaceAll(ip, 'IP')).toBe(text);
});

test('a command probe that the image has not fails in words of the runtime', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', { readinessProbe: { exec: { command: ['cat', '/ready'] }, periodSeconds: 1 } }));
  expect(await cluster.awaitEvent('p', 'Unhealthy')).toMatch(
    /^Readiness probe errored and resulted in unknown state: rpc error: .* exec: "cat": executable file not found in \$PATH: unknown$/,
  );
});

test('a startup probe kills at its own time, not before', async () => {
  await using cluster = await startTestCluster();
  const startupProbe = { ...probe, periodSeconds: 1, failureThreshold: 2 };
  cluster.api.create(
    'Pod',
    podOf('p', { ports, env: serving(503), startupProbe }, { terminationGracePeriodSeconds: 1 }),
  );
  expect(await cluster.awaitEvent('p', 'Killing')).toBe('Container c failed startup probe, will be restarted');
  const pod = await cluster.awaitPod('p', ({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) > 0);
  const { startedAt = '', finishedAt = '' } = pod.status?.containerStatuses?.[0]?.lastState?.terminated ?? {};
  expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeGreaterThanOrEqual(2000);
  const unhealthy = cluster.api.list('Event', 'default').find(({ reason }) => reason === 'Unhealthy');
  expect(unhealthy?.count).toBe(2);
});

test('a liveness probe restarts a container that answers no more', async () => {
  await using cluster = await startTestCluster();
  const livenessProbe = { ...probe, periodSeconds: 1, failureThreshold: 1 };
  cluster.api.create(
    'Pod',
    podOf('p', { ports, env: serving(500), livenessProbe }, { terminationGracePeriodSeconds: 1 }),
  );
  expect(await cluster.awaitEvent('p', 'Killing')).toBe('Container c failed liveness probe, will be restarted');
  await cluster.awaitPod('p', ({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) > 0);
});

test('the pod network tells the real port behind a ready pod', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', { ports, env: serving(200), readinessProbe: probe }));
  await cluster.awaitPod('p', isReady);
  const port = cluster.components.port({ namespace: 'default', name: 'p' }, 8080) ?? 0;
  const socket = connect(port, '127.0.0.1');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on('connect', resolve).on('error', reject);
  await promise;
  socket.destroy();
  expect(cluster.components.port({ namespace: 'default', name: 'p' }, 9999)).toBeUndefined();
});
