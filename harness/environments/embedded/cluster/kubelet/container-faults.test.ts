import { expect, test } from 'vitest';
import type { Container, PodSpec } from './pod-context.ts';
import { podOf, startTestCluster } from './testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
interface Fault {
  readonly fault: string;
  readonly container?: Partial<Container>;
  readonly spec?: Partial<PodSpec>;
  readonly reason: string;
  /** As kind with Kubernetes 1.34.4 gave it for the same pod; UID stands for the pod's own. */
  readonly message: string;
  readonly event: string;
}

const unknownImage = 'registry.example.com/team/typo:0.0.11';
const pullFailure = `failed to pull and unpack image "${unknownImage}": failed to resolve reference "${unknownImage}": ${unknownImage}: not found: give --image PATTERN=idle`;
const secretEnv = (name: string, key: string) => ({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name, key } } }] });

const faults: readonly Fault[] = [
  {
    fault: 'an image that nobody knows',
    container: { image: unknownImage },
    reason: 'ImagePullBackOff',
    message: `Back-off pulling image "${unknownImage}": ErrImagePull: ${pullFailure}`,
    event: `Failed to pull image "${unknownImage}": ${pullFailure}`,
  },
  {
    fault: 'an image name with capitals',
    container: { image: 'Bad Image::x' },
    reason: 'InvalidImageName',
    message:
      'Failed to apply default image tag "Bad Image::x": couldn\'t parse image name "Bad Image::x": invalid reference format: repository name (library/Bad Image) must be lowercase',
    event: 'Error: InvalidImageName',
  },
  {
    fault: 'an image that is absent and must not be pulled',
    container: { image: 'foo/bar:1', imagePullPolicy: 'Never' },
    reason: 'ErrImageNeverPull',
    message: 'Container image "foo/bar:1" is not present with pull policy of Never',
    event: 'Error: ErrImageNeverPull',
  },
  {
    fault: 'a variable from a Secret that is missing',
    container: secretEnv('missing', 'nope'),
    reason: 'CreateContainerConfigError',
    message: 'secret "missing" not found',
    event: 'Error: secret "missing" not found',
  },
  {
    fault: 'a variable from a key that its Secret has not',
    container: secretEnv('sec', 'nope'),
    reason: 'CreateContainerConfigError',
    message: "couldn't find key nope in Secret default/sec",
    event: "Error: couldn't find key nope in Secret default/sec",
  },
  {
    fault: 'a variable from a key that its ConfigMap has not',
    container: { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'cm', key: 'nope' } } }] },
    reason: 'CreateContainerConfigError',
    message: "couldn't find key nope in ConfigMap default/cm",
    event: "Error: couldn't find key nope in ConfigMap default/cm",
  },
  {
    fault: 'variables from a ConfigMap that is missing',
    container: { envFrom: [{ configMapRef: { name: 'missing' } }] },
    reason: 'CreateContainerConfigError',
    message: 'configmap "missing" not found',
    event: 'Error: configmap "missing" not found',
  },
  {
    fault: 'an image that runs as root where that is forbidden',
    container: { image: 'echo:root' },
    spec: { securityContext: { runAsNonRoot: true } },
    reason: 'CreateContainerConfigError',
    message: 'container has runAsNonRoot and image will run as root (pod: "p_default(UID)", container: c)',
    event: 'Error: container has runAsNonRoot and image will run as root (pod: "p_default(UID)", container: c)',
  },
  {
    fault: 'user 0 where root is forbidden',
    spec: { securityContext: { runAsNonRoot: true, runAsUser: 0 } },
    reason: 'CreateContainerConfigError',
    message: 'container\'s runAsUser breaks non-root policy (pod: "p_default(UID)", container: c)',
    event: 'Error: container\'s runAsUser breaks non-root policy (pod: "p_default(UID)", container: c)',
  },
  {
    fault: 'a command that is not in the image',
    container: { command: ['uv', 'run'] },
    reason: 'CrashLoopBackOff',
    message: 'back-off 10s restarting failed container=c pod=p_default(UID)',
    event:
      'Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "uv": executable file not found in $PATH: unknown',
  },
];

test.for(faults)('$fault: $reason', async ({ container, spec, reason, message, event }) => {
  await using cluster = await startTestCluster();
  const metadata = { namespace: 'default' };
  cluster.api.create('ConfigMap', { metadata: { ...metadata, name: 'cm' }, data: { present: '1' } });
  cluster.api.create('Secret', { metadata: { ...metadata, name: 'sec' }, stringData: { present: '1' } });
  cluster.api.create('Pod', podOf('p', container, spec));
  const state = (pod: ReturnType<typeof podOf>) => pod.status?.containerStatuses?.[0]?.state?.waiting;
  const pod = await cluster.awaitPod('p', (candidate) => state(candidate)?.reason === reason);
  const withoutUid = (text = '') => text.replaceAll(pod.metadata?.uid ?? 'none', 'UID');
  expect(withoutUid(state(pod)?.message)).toBe(message);
  expect(pod.status?.phase).toBe(reason === 'CrashLoopBackOff' ? 'Running' : 'Pending');
  const events = cluster.api.list('Event', 'default').map((item) => withoutUid(item.message));
  expect(events).toContain(event);
});

test('a registry that the node does not get through to: ErrImagePull', async () => {
  const node = { name: 'node-1', cpu: '4', memory: '16Gi', blockedRegistries: ['registry.example.com'] };
  await using cluster = await startTestCluster([node]);
  cluster.api.create('Pod', podOf('p', { image: unknownImage }));
  expect(await cluster.awaitEvent('p', 'Failed', 'Failed to pull')).toBe(
    `Failed to pull image "${unknownImage}": failed to pull and unpack image "${unknownImage}": failed to resolve reference "${unknownImage}": failed to do request: Head "https://registry.example.com/v2/team/typo/manifests/0.0.11": dial tcp 198.51.100.1:443: i/o timeout`,
  );
});

test('a path that is not in the image ends a pod that restarts nothing', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', { command: ['/app/nope', 'run'] }, { restartPolicy: 'Never' }));
  const pod = await cluster.awaitPod('p', ({ status }) => status?.phase === 'Failed');
  expect(pod.status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({
    exitCode: 128,
    reason: 'StartError',
    message: expect.stringContaining('exec: "/app/nope": stat /app/nope: no such file or directory: unknown') as string,
    startedAt: '1970-01-01T00:00:00Z',
  });
  expect(pod.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ reason: 'PodFailed' });
});

test('a missing Secret that comes lets the container start', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', secretEnv('late', 'key')));
  await cluster.awaitEvent('p', 'Failed');
  cluster.api.create('Secret', { metadata: { name: 'late', namespace: 'default' }, stringData: { key: 'v' } });
  const pod = await cluster.awaitPod('p', ({ status }) => status?.phase === 'Running');
  expect(pod.status?.containerStatuses?.[0]?.restartCount).toBe(0);
});
