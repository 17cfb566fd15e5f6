import { existsSync, readFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { podOf, startTestCluster, type TestCluster } from './testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
interface Report {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What the echo program printed, once the pod is over. */
async function output(cluster: TestCluster, name: string): Promise<string[]> {
  await cluster.awaitPod(name, ({ status }) => status?.phase === 'Succeeded' || status?.phase === 'Failed');
  return (await cluster.log(name)).trim().split('\n');
}

const once = { restartPolicy: 'Never' } as const;
const wholeLog = {
  container: 'c',
  previous: false,
  follow: false,
  timestamps: false,
  tailLines: undefined,
  sinceSeconds: undefined,
  limitBytes: undefined,
};
const exit0 = { name: 'EXIT_CODE', value: '0' };

test('temporary files go with the run, unless a container names another folder', async () => {
  await using cluster = await startTestCluster();
  const temporary = async (name: string, env: { name: string; value: string }[]) => {
    cluster.api.create('Pod', podOf(name, { env: [...env, exit0] }, once));
    const [report = ''] = await output(cluster, name);
    return (JSON.parse(report) as Report).env.TMPDIR;
  };
  expect(await temporary('own', [{ name: 'TMPDIR', value: '/mine' }])).toBe('/mine');
  const folder = (await temporary('given', [])) ?? '';
  expect(existsSync(folder)).toBe(true);
  await cluster[Symbol.asyncDispose]();
  expect(existsSync(folder)).toBe(false);
});

test('env over envFrom over Services; references; field and resource values', async () => {
  await using cluster = await startTestCluster();
  const metadata = { namespace: 'default' };
  cluster.api.create('ConfigMap', { metadata: { ...metadata, name: 'cm' }, data: { A: 'cm', B: 'cm', 'a.b': 'dot' } });
  cluster.api.create('Secret', { metadata: { ...metadata, name: 'sec' }, stringData: { B: 'sec', C: 'sec' } });
  cluster.api.create('Service', {
    metadata: { ...metadata, name: 'my-svc' },
    spec: { clusterIP: '10.96.0.77', selector: { app: 'x' }, ports: [{ name: 'web', port: 80 }] },
  });
  const container = {
    args: ['$(C)', '$$(C)', '$(UNKNOWN)'],
    envFrom: [
      { configMapRef: { name: 'cm' } },
      { secretRef: { name: 'sec' } },
      { prefix: 'P_', secretRef: { name: 'sec' } },
      { configMapRef: { name: 'absent', optional: true } },
    ],
    env: [
      { name: 'C', value: 'env-$(B)-$(KUBERNETES_SERVICE_HOST)-$(NOPE)-$$(A)' },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
      { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
      { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'requests.cpu', divisor: '1m' } } },
      { name: 'NODE_CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      { name: 'ABSENT', valueFrom: { secretKeyRef: { name: 'sec', key: 'nope', optional: true } } },
      exit0,
    ],
    resources: { requests: { cpu: '100m' }, limits: { memory: '100Mi' } },
  };
  cluster.api.create('Pod', podOf('p', container, once));
  const [line = ''] = await output(cluster, 'p');
  const { args, env } = JSON.parse(line) as Report;
  const pod = cluster.api.get('Pod', { namespace: 'default', name: 'p' });
  const c = 'env-sec-10.96.0.1-$(NOPE)-$(A)';
  expect(args).toEqual(['serve', c, '$(C)', '$(UNKNOWN)']);
  expect(env).toMatchObject({
    A: 'cm',
    B: 'sec',
    C: c,
    'a.b': 'dot',
    P_B: 'sec',
    POD: 'p',
    IP: pod?.status?.podIP,
    HOST_IP: '172.18.0.2',
    NODE: 'node-1',
    LABEL: 'p',
    MEMORY: '104857600',
    CPU: '100',
    NODE_CPU: '4',
    HOSTNAME: 'p',
    MY_SVC_SERVICE_HOST: '10.96.0.77',
    MY_SVC_SERVICE_PORT_WEB: '80',
    MY_SVC_PORT_80_TCP: 'tcp://10.96.0.77:80',
  });
  expect(env).not.toHaveProperty('ABSENT');
});

test('command replaces the entry point, and its executables are left out of the arguments', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', { command: ['/usr/bin/echo', 'run', 'a'], args: ['b'], env: [exit0] }, once));
  const [line = ''] = await output(cluster, 'p');
  expect((JSON.parse(line) as Report).args).toEqual(['a', 'b']);
});

test('volumes of every kind have their files', async () => {
  await using cluster = await startTestCluster();
  const metadata = { namespace: 'default' };
  cluster.api.create('ConfigMap', { metadata: { ...metadata, name: 'cm' }, data: { a: 'from cm', b: 'second' } });
  cluster.api.create('Secret', { metadata: { ...metadata, name: 'sec' }, stringData: { a: 'from secret' } });
  const paths = ['/cm/sub/a', '/one.txt', '/sec/a', '/all/a', '/all/labels', '/down/name', '/host/hostname'];
  const container = {
    env: [exit0, { name: 'READ', value: paths.join(',') }],
    volumeMounts: [
      { name: 'cm', mountPath: '/cm' },
      { name: 'whole', mountPath: '/one.txt', subPath: 'b' },
      { name: 'sec', mountPath: '/sec' },
      { name: 'all', mountPath: '/all' },
      { name: 'down', mountPath: '/down' },
      { name: 'etc', mountPath: '/host', readOnly: true },
    ],
  };
  const fieldRef = (fieldPath: string) => ({ fieldRef: { fieldPath } });
  const volumes = [
    { name: 'cm', configMap: { name: 'cm', items: [{ key: 'a', path: 'sub/a' }] } },
    { name: 'whole', configMap: { name: 'cm' } },
    { name: 'sec', secret: { secretName: 'sec' } },
    {
      name: 'all',
      projected: {
        sources: [
          { secret: { name: 'sec' } },
          { downwardAPI: { items: [{ path: 'labels', ...fieldRef('metadata.labels') }] } },
        ],
      },
    },
    { name: 'down', downwardAPI: { items: [{ path: 'name', ...fieldRef('metadata.name') }] } },
    { name: 'etc', hostPath: { path: '/etc', type: 'Directory' } },
  ];
  cluster.api.create('Pod', podOf('p', container, { ...once, volumes }));
  expect((await output(cluster, 'p')).slice(1)).toEqual([
    '/cm/sub/a: from cm',
    '/one.txt: second',
    '/sec/a: from secret',
    '/all/a: from secret',
    '/all/labels: app="p"',
    '/down/name: p',
    '/host/hostname:',
  ]);
});

test("only root in a privileged container with the node's processes sees the node's files, whoever runs the harness", async () => {
  await using cluster = await startTestCluster();
  const path = '/proc/1/root/etc/hostname';
  const container = { env: [exit0, { name: 'READ', value: path }] };
  const privileged = { ...container, securityContext: { privileged: true, runAsUser: 0 } };
  const node = { ...once, hostPID: true };
  cluster.api.create('Pod', podOf('privileged', privileged, node));
  cluster.api.create('Pod', podOf('own-processes', privileged, once));
  cluster.api.create('Pod', podOf('user', { ...container, securityContext: { privileged: true, runAsUser: 7 } }, node));
  cluster.api.create('Pod', podOf('plain', container, node));
  expect((await output(cluster, 'privileged')).slice(1)).toEqual([`${path}:`]);
  for (const pod of ['own-processes', 'user', 'plain']) {
    expect((await output(cluster, pod)).join('\n')).toContain(`Error: EACCES: permission denied, open '${path}'`);
  }
});

test("the node's disk is open to root in a privileged container alone, whatever processes it sees", async () => {
  await using cluster = await startTestCluster();
  const path = '/dev/node-root/etc/hostname';
  const container = { env: [exit0, { name: 'READ', value: path }] };
  cluster.api.create('Pod', podOf('root', { ...container, securityContext: { privileged: true, runAsUser: 0 } }, once));
  cluster.api.create('Pod', podOf('plain', container, { ...once, hostPID: true }));
  expect((await output(cluster, 'root')).slice(1)).toEqual([`${path}:`]);
  expect((await output(cluster, 'plain')).join('\n')).toContain('ENOENT');
});

test('a log keeps the lines, and its options choose among them', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', { env: [exit0, { name: 'READ', value: '/nope' }] }, once));
  await output(cluster, 'p');
  const read = async (options: object) => {
    const signal = AbortSignal.timeout(20_000);
    const chunks = await Array.fromAsync(
      cluster.components.logs({ namespace: 'default', name: 'p' }, { ...wholeLog, ...options }, signal),
    );
    return Buffer.concat(chunks).toString();
  };
  expect(await read({ limitBytes: 7 })).toBe('{"args"');
  expect((await read({ tailLines: 1 })).split('\n')).toHaveLength(2);
  expect(await read({ tailLines: 1, timestamps: true })).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /);
  await expect(read({ previous: true })).rejects.toThrow('previous terminated container "c" in pod "p" not found');
  await expect(read({ container: 'x' })).rejects.toThrow('container x is not valid for pod p');
});

test('following a log ends with its container', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p'));
  await cluster.awaitPod('p', ({ status }) => status?.phase === 'Running');
  const log = cluster.components.logs(
    { namespace: 'default', name: 'p' },
    { ...wholeLog, follow: true },
    AbortSignal.timeout(20_000),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of log) {
    if (chunks.push(chunk) === 1) cluster.api.delete('Pod', { namespace: 'default', name: 'p' });
  }
  expect(Buffer.concat(chunks).toString()).toContain('"args"');
  await cluster.awaitObject('Pod', 'p', (pod) => pod === undefined);
});

test('a changed ConfigMap reaches its volume, but no subPath', async () => {
  await using cluster = await startTestCluster();
  const metadata = { name: 'cm', namespace: 'default' };
  cluster.api.create('ConfigMap', { metadata, data: { key: 'before' } });
  const container = {
    volumeMounts: [
      { name: 'v', mountPath: '/whole' },
      { name: 'v', mountPath: '/part', subPath: 'key' },
    ],
  };
  const volumes = [{ name: 'v', configMap: { name: 'cm' } }];
  cluster.api.create('Pod', podOf('p', container, { volumes }));
  await cluster.awaitPod('p', ({ status }) => status?.phase === 'Running');
  const folder = join(cluster.directory, 'pods/0/0');
  const content = (file: string) => readFileSync(join(folder, file), 'utf8');
  const changes = watch(join(folder, 'v'))[Symbol.asyncIterator]();
  const changed = changes.next();
  cluster.api.update('ConfigMap', { metadata, data: { key: 'after' } });
  await changed;
  while (content('v/key') !== 'after') await changes.next();
  await changes.return?.();
  expect(content('.containers/c/sub-path-1')).toBe('before');
});
