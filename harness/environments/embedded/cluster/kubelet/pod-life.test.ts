import { expect, test } from 'vitest';
import type { Pod } from './pod-context.ts';
import { podOf, startTestCluster } from './testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
const exits = (code: number) => ({ env: [{ name: 'EXIT_CODE', value: String(code) }] });
const first = ({ status }: Pod) => status?.containerStatuses?.[0];
const isOver = ({ status }: Pod) => status?.phase === 'Succeeded' || status?.phase === 'Failed';
const isRunning = ({ status }: Pod) => status?.phase === 'Running';
const isReady = ({ status }: Pod) => status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';

test('a container that crashes is restarted at once, then backs off in nominal time', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', exits(3)));
  const waits = async (text: string) =>
    cluster.awaitPod('p', (pod) => first(pod)?.state?.waiting?.message?.startsWith(text) ?? false);
  const pod = await waits('back-off 10s restarting failed container=c pod=p_default(');
  expect(first(pod)).toMatchObject({
    restartCount: 1,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 3, reason: 'Error' } },
  });
  expect(pod.status?.phase).toBe('Running');
  expect(await cluster.awaitEvent('p', 'BackOff')).toBe(
    `Back-off restarting failed container c in pod p_default(${pod.metadata?.uid})`,
  );
  expect(first(await waits('back-off 20s'))?.restartCount).toBe(2);
  expect(await cluster.log('p', { previous: true })).toContain('"args"');
  expect(first(await waits('back-off 40s'))?.restartCount).toBe(3);
});

test.for([
  ['Never', 0, 'Succeeded', 'PodCompleted'],
  ['Never', 4, 'Failed', 'PodFailed'],
  ['OnFailure', 0, 'Succeeded', 'PodCompleted'],
] as const)('restartPolicy %s and exit code %i make the pod %s', async ([restartPolicy, code, phase, reason]) => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', exits(code), { restartPolicy }));
  const pod = await cluster.awaitPod('p', isOver);
  expect(pod.status?.phase).toBe(phase);
  expect(pod.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'False', reason });
  expect(first(pod)?.state?.terminated).toMatchObject({ exitCode: code, reason: code ? 'Error' : 'Completed' });
});

test('more memory than the limit ends in OOMKilled', async () => {
  await using cluster = await startTestCluster();
  const container = { env: [{ name: 'EAT_MEMORY', value: '1' }], resources: { limits: { memory: '160Mi' } } };
  cluster.api.create('Pod', podOf('p', container, { restartPolicy: 'Never' }));
  const pod = await cluster.awaitPod('p', isOver);
  expect(first(pod)?.state?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
});

test('a pod that is deleted ends with SIGTERM and is gone', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p'));
  await cluster.awaitPod('p', isRunning);
  cluster.api.delete('Pod', { namespace: 'default', name: 'p' });
  await cluster.awaitObject('Pod', 'p', (pod) => pod === undefined);
  expect(await cluster.awaitEvent('p', 'Killing')).toBe('Stopping container c');
});

test('a process that ignores SIGTERM is killed', async () => {
  await using cluster = await startTestCluster();
  const env = [
    { name: 'IGNORE_SIGTERM', value: '1' },
    { name: 'PORT', value: '80' },
  ];
  cluster.api.create(
    'Pod',
    podOf('p', { env, readinessProbe: { httpGet: { port: 80 } } }, { terminationGracePeriodSeconds: 300 }),
  );
  await cluster.awaitPod('p', isReady);
  const exit = cluster.awaitObject('Pod', 'p', (pod) => (pod && first(pod)?.state?.terminated?.exitCode) === 137);
  cluster.api.delete('Pod', { namespace: 'default', name: 'p' });
  await exit;
  await cluster.awaitObject('Pod', 'p', (pod) => pod === undefined);
});

test('init containers run one after the other, side-cars stay', async () => {
  await using cluster = await startTestCluster();
  const initContainers = [
    { name: 'first', image: 'echo:1', ...exits(0) },
    { name: 'idle-init', image: 'idle:1' },
    { name: 'side', image: 'idle:1', restartPolicy: 'Always' },
  ];
  cluster.api.create('Pod', podOf('p', exits(0), { initContainers, restartPolicy: 'Never' }));
  const pod = await cluster.awaitPod('p', isOver);
  expect(pod.status?.phase).toBe('Succeeded');
  const states = pod.status?.initContainerStatuses?.map(({ name, state }) => [name, state?.terminated?.exitCode]);
  expect(states).toEqual([
    ['first', 0],
    ['idle-init', 0],
    ['side', 0],
  ]);
});

test('an init container that fails keeps the rest waiting', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', {}, { initContainers: [{ name: 'i', image: 'echo:1', ...exits(1) }] }));
  const pod = await cluster.awaitPod(
    'p',
    ({ status }) => status?.initContainerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff',
  );
  expect(pod.status?.phase).toBe('Pending');
  expect(first(pod)?.state?.waiting?.reason).toBe('PodInitializing');
  expect(pod.status?.conditions?.find(({ type }) => type === 'Initialized')).toMatchObject({
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: 'containers with incomplete status: [i]',
  });
  await expect(cluster.log('p', { container: 'c' })).rejects.toThrow(
    'container "c" in pod "p" is waiting to start: PodInitializing',
  );
});

test('hooks: HTTP is asked, and a command that the image has not fails', async () => {
  await using cluster = await startTestCluster();
  const env = [{ name: 'PORT', value: '80' }];
  const preStop = { httpGet: { port: 80, path: '/bye' } };
  cluster.api.create('Pod', podOf('p', { env, lifecycle: { preStop }, readinessProbe: { httpGet: { port: 80 } } }));
  cluster.api.create(
    'Pod',
    podOf(
      'q',
      { lifecycle: { postStart: { exec: { command: ['touch', 'x'] } } } },
      { terminationGracePeriodSeconds: 1 },
    ),
  );
  await cluster.awaitPod('p', isReady);
  const options = {
    container: 'c',
    previous: false,
    follow: true,
    timestamps: false,
    tailLines: undefined,
    sinceSeconds: undefined,
    limitBytes: undefined,
  };
  const log = Array.fromAsync(
    cluster.components.logs({ namespace: 'default', name: 'p' }, options, AbortSignal.timeout(20_000)),
  );
  cluster.api.delete('Pod', { namespace: 'default', name: 'p' });
  expect(Buffer.concat(await log).toString()).toContain('GET /bye');
  expect(await cluster.awaitEvent('q', 'FailedPostStartHook')).toBe('PostStartHook failed');
  const pod = await cluster.awaitPod(
    'q',
    (candidate) => first(candidate)?.state?.waiting?.reason === 'PostStartHookError',
  );
  expect(first(pod)?.state?.waiting?.message).toContain('exec: "touch": executable file not found in $PATH');
});

test('a deadline ends a pod that is still at work', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', {}, { activeDeadlineSeconds: 1 }));
  const pod = await cluster.awaitPod('p', isOver);
  expect(pod.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
});

test('no process outlives the cluster', async () => {
  const cluster = await startTestCluster();
  const env = [
    { name: 'IGNORE_SIGTERM', value: '1' },
    { name: 'PORT', value: '80' },
  ];
  cluster.api.create('Pod', podOf('p', { env, readinessProbe: { httpGet: { port: 80 } } }));
  const pod = await cluster.awaitPod('p', isReady);
  const port = cluster.network.port(pod.status?.podIP ?? '', 80);
  expect(port).toBeDefined();
  await cluster[Symbol.asyncDispose]();
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
});
