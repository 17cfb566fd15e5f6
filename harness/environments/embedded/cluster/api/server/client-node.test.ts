import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import {
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1Pod,
} from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { nodeAgentStub } from '../testing/node-agent-stub.ts';
import { startTestServer } from '../testing/start-test-server.ts';

const namespace = 'default';

const deployment = (replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'registry.example/web:1', env: [{ name: 'A', value: '1' }] }] },
    },
  },
});

function connect(kubeconfig: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return config;
}

test('create, read, patch in every way and delete', async () => {
  await using local = await startTestServer();
  const config = connect(local.server.kubeconfig);
  const apps = config.makeApiClient(AppsV1Api);
  const created = await apps.createNamespacedDeployment({ namespace, body: deployment(1) });
  expect(created.spec?.progressDeadlineSeconds).toBe(600);
  expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
  const patch = (body: unknown, strategy: string) =>
    apps.patchNamespacedDeployment({ name: 'web', namespace, body }, setHeaderOptions('Content-Type', strategy));
  const env = { containers: [{ name: 'app', env: [{ name: 'B', value: '2' }] }] };
  const strategic = await patch({ spec: { template: { spec: env } } }, PatchStrategy.StrategicMergePatch);
  const merged = strategic.spec?.template.spec?.containers[0];
  expect(merged?.image).toBe('registry.example/web:1');
  expect(merged?.env?.map(({ name }) => name).sort()).toEqual(['A', 'B']);
  expect((await patch({ spec: { replicas: 3 } }, PatchStrategy.MergePatch)).spec?.replicas).toBe(3);
  const json = await patch([{ op: 'replace', path: '/spec/replicas', value: 4 }], PatchStrategy.JsonPatch);
  expect(json.spec?.replicas).toBe(4);
  const scale = await apps.readNamespacedDeploymentScale({ name: 'web', namespace });
  expect(scale.spec?.replicas).toBe(4);
  await expect(apps.createNamespacedDeployment({ namespace, body: deployment(1) })).rejects.toMatchObject({
    code: 409,
  });
  await apps.deleteNamespacedDeployment({ name: 'web', namespace });
  await expect(apps.readNamespacedDeployment({ name: 'web', namespace })).rejects.toMatchObject({ code: 404 });
});

test('server-side apply through the object API', async () => {
  await using local = await startTestServer();
  const objects = KubernetesObjectApi.makeApiClient(connect(local.server.kubeconfig));
  const apply = (replicas: number, manager: string, force: boolean) =>
    objects.patch(deployment(replicas), undefined, undefined, manager, force, PatchStrategy.ServerSideApply);
  await apply(1, 'one', false);
  await expect(apply(2, 'two', false)).rejects.toMatchObject({ code: 409 });
  expect(await apply(2, 'two', true)).toMatchObject({ spec: { replicas: 2 } });
});

test('an informer follows pods', async () => {
  await using local = await startTestServer();
  const config = connect(local.server.kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const informer = makeInformer<V1Pod>(config, `/api/v1/namespaces/${namespace}/pods`, () =>
    core.listNamespacedPod({ namespace }),
  );
  const seen = (event: 'add' | 'update' | 'delete') => new Promise<V1Pod>((resolve) => informer.on(event, resolve));
  await informer.start();
  try {
    const added = seen('add');
    const spec = { containers: [{ name: 'app', image: 'x' }] };
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'p' }, spec } });
    expect((await added).status?.phase).toBe('Pending');
    const updated = seen('update');
    local.state.api.bind({ namespace, name: 'p' }, 'node-1');
    expect((await updated).spec?.nodeName).toBe('node-1');
    const deleted = seen('delete');
    await core.deleteNamespacedPod({ name: 'p', namespace, gracePeriodSeconds: 0 });
    expect((await deleted).metadata?.name).toBe('p');
  } finally {
    await informer.stop();
  }
});

/** An informer of pods whose watches the server ends after a second; counts the lists it asks for. */
function shortInformer(config: KubeConfig) {
  const core = config.makeApiClient(CoreV1Api);
  const lists = { count: 0 };
  const informer = makeInformer<V1Pod>(config, `/api/v1/namespaces/${namespace}/pods?timeoutSeconds=1`, () => {
    lists.count++;
    return core.listNamespacedPod({ namespace });
  });
  const connected = () => new Promise<void>((resolve) => informer.on('connect', () => resolve()));
  const added = () => new Promise<V1Pod>((resolve) => informer.on('add', resolve));
  return { informer, lists, connected, added };
}

const pod = (name: string) => ({ metadata: { name, namespace }, spec: { containers: [{ name: 'app', image: 'x' }] } });

test('an informer goes on where its watch was ended', async () => {
  await using local = await startTestServer();
  const { informer, lists, connected, added } = shortInformer(connect(local.server.kubeconfig));
  await informer.start();
  try {
    await connected();
    const seen = added();
    local.state.api.create('Pod', pod('p'));
    expect((await seen).metadata?.name).toBe('p');
    expect(lists.count).toBe(1);
  } finally {
    await informer.stop();
  }
});

test('an informer whose place in history is gone lists again', async () => {
  await using local = await startTestServer();
  const { api } = local.state;
  const { informer, lists, connected, added } = shortInformer(connect(local.server.kubeconfig));
  await informer.start();
  try {
    api.create('ConfigMap', { metadata: { name: 'busy', namespace } });
    for (let change = 0; change < 9000; change++) {
      const current = api.get('ConfigMap', { namespace, name: 'busy' });
      api.update('ConfigMap', { ...current, metadata: { name: 'busy', namespace }, data: { change: String(change) } });
    }
    await connected();
    await connected();
    const seen = added();
    api.create('Pod', pod('p'));
    expect((await seen).metadata?.name).toBe('p');
    expect(lists.count).toBe(2);
  } finally {
    await informer.stop();
  }
});

test('a log is followed to its end', async () => {
  const node = nodeAgentStub({
    async *logs() {
      yield Buffer.from('one\n');
      yield Buffer.from('two\n');
    },
  });
  await using local = await startTestServer(node);
  const config = connect(local.server.kubeconfig);
  const spec = { containers: [{ name: 'app', image: 'x' }] };
  local.state.api.create('Pod', { metadata: { name: 'p', namespace }, spec });
  local.state.api.bind({ namespace, name: 'p' }, 'node-1');
  const output = new PassThrough();
  let text = '';
  output.on('data', (chunk) => {
    text += String(chunk);
  });
  await new Log(config).log(namespace, 'p', 'app', output, { follow: true });
  await once(output, 'finish');
  expect(text).toBe('one\ntwo\n');
});
