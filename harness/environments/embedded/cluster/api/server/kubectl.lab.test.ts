import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { skipReason } from '../../../../../testing/skip-reason.ts';
import type { NodeAgent } from '../node-agent.ts';
import { nodeAgentStub } from '../testing/node-agent-stub.ts';
import { startTestServer } from '../testing/start-test-server.ts';

const run = promisify(execFile);

const reason = skipReason('kubectl');

const manifest = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: app, image: "${image}", ports: [{containerPort: 8080}], env: [{name: A, value: "1"}]}
`;

async function session(nodeAgent?: NodeAgent) {
  const local = await startTestServer(nodeAgent);
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, local.server.kubeconfig, { mode: 0o600 });
  const flags = ['--kubeconfig', kubeconfig, '--cache-dir', join(folder, 'cache')];
  const file = (text: string): string => {
    const path = join(folder, 'manifest.yaml');
    writeFileSync(path, text);
    return path;
  };
  return {
    ...local,
    flags,
    file,
    kubectl: async (...args: string[]) => (await run('kubectl', [...flags, ...args])).stdout,
    async [Symbol.asyncDispose]() {
      await local[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

const title = (text: string) => `${text}${reason}`;

test.skipIf(reason)(title('apply on either side, diff, scale, label and delete'), async () => {
  await using cluster = await session();
  const { kubectl, file } = cluster;
  const first = file(manifest('registry.example/web:1'));
  expect(await kubectl('apply', '-f', first)).toBe('deployment.apps/web created\n');
  expect(await kubectl('apply', '-f', first)).toBe('deployment.apps/web unchanged\n');
  const second = file(manifest('registry.example/web:2'));
  await expect(kubectl('diff', '-f', second)).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^\+ .*image: registry\.example\/web:2$/m),
  });
  expect(await kubectl('apply', '-f', second)).toBe('deployment.apps/web configured\n');
  expect(await kubectl('apply', '--server-side', '-f', second)).toBe('deployment.apps/web serverside-applied\n');
  const foreign = kubectl(
    'apply',
    '--server-side',
    '--field-manager=other',
    '-f',
    file(manifest('registry.example/web:3')),
  );
  await expect(foreign).rejects.toMatchObject({
    stderr: expect.stringContaining('.spec.template.spec.containers[name="app"].image'),
  });
  expect(await kubectl('scale', 'deployment/web', '--replicas=3')).toBe('deployment.apps/web scaled\n');
  await kubectl('label', 'deployment/web', 'tier=front');
  await kubectl('annotate', 'deployment/web', 'note=x');
  const columns = await kubectl('get', 'deployments', '-l', 'tier=front', '-o', 'wide', '--no-headers');
  expect(columns).toMatch(/^web\s+0\/3\s+0\s+0\s+\S+\s+app\s+registry\.example\/web:2\s+app=web/);
  expect(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas}')).toBe('3');
  expect(await kubectl('delete', 'deployment', 'web')).toContain('deleted');
  await expect(kubectl('get', 'deployment', 'web')).rejects.toMatchObject({
    stderr: 'Error from server (NotFound): deployments.apps "web" not found\n',
  });
});

test.skipIf(reason)(title('an unknown field is refused by path'), async () => {
  await using cluster = await session();
  const faulty = manifest('registry.example/web:1').replace('env:', 'envs:');
  await expect(cluster.kubectl('apply', '-f', cluster.file(faulty))).rejects.toMatchObject({
    stderr: expect.stringContaining('strict decoding error: unknown field "spec.template.spec.containers[0].envs"'),
  });
});

test.skipIf(reason)(title('create what kubectl sends as protobuf'), async () => {
  await using cluster = await session();
  const { kubectl } = cluster;
  expect(await kubectl('create', 'namespace', 'team-a')).toBe('namespace/team-a created\n');
  await kubectl('-n', 'team-a', 'create', 'secret', 'generic', 'token', '--from-literal=token=abc');
  expect(await kubectl('-n', 'team-a', 'get', 'secret', 'token', '-o', 'jsonpath={.data}')).toBe('{"token":"YWJj"}');
  expect(await kubectl('auth', 'can-i', 'create', 'pods')).toBe('yes\n');
  await kubectl('create', 'deployment', 'idle', '--image=x:1', '--replicas=0');
  expect(await kubectl('get', 'deployment', 'idle', '-o', 'jsonpath={.spec.replicas}')).toBe('0');
  await kubectl('delete', 'namespace', 'team-a');
  expect(await kubectl('get', 'namespaces', '-o', 'name')).not.toContain('team-a');
});

test.skipIf(reason)(title('discovery, explain, describe, logs and wait'), async () => {
  const node = nodeAgentStub({
    async *logs() {
      yield Buffer.from('hello\n');
    },
  });
  await using cluster = await session(node);
  const { kubectl, state } = cluster;
  expect(await kubectl('api-resources', '--api-group=apps', '-o', 'name')).toContain('deployments.apps');
  expect(await kubectl('explain', 'pod.spec.containers')).toContain('imagePullPolicy\t<string>');
  const metadata = { name: 'p', namespace: 'default' };
  state.api.create('Pod', { metadata, spec: { containers: [{ name: 'app', image: 'x' }] } });
  state.api.bind(metadata, 'node-1');
  expect(await kubectl('logs', '-f', 'p')).toBe('hello\n');
  const waiting = kubectl('wait', '--for=condition=Ready', 'pod/p', '--timeout=10s');
  const conditions = [{ type: 'Ready', status: 'True' }];
  state.api.updateStatus('Pod', { metadata, status: { phase: 'Running', conditions } });
  expect(await waiting).toBe('pod/p condition met\n');
  expect(await kubectl('describe', 'pod', 'p')).toMatch(/Node:\s+node-1/);
  expect(await kubectl('get', 'pods', '--no-headers')).toMatch(/^p\s+0\/1\s+Running\s+0\s/);
});

test.skipIf(reason)(title('get -w and rollout status follow changes'), async () => {
  await using cluster = await session();
  const { kubectl, state, flags, file } = cluster;
  await kubectl('apply', '-f', file(manifest('registry.example/web:1')));
  const watch = spawn('kubectl', [...flags, 'get', 'deployments', '-w', '--no-headers']);
  const lines = createInterface({ input: watch.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toMatch(/^web\s+0\/1/);
  const rollout = kubectl('rollout', 'status', 'deployment/web', '--timeout=10s');
  const current = state.api.get('Deployment', { namespace: 'default', name: 'web' });
  if (!current) throw new Error('The Deployment web was applied and is not there.');
  const status = { observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
  state.api.updateStatus('Deployment', { ...current, status });
  expect((await lines.next()).value).toMatch(/^web\s+1\/1\s+1\s+1/);
  expect(await rollout).toContain('successfully rolled out');
  watch.kill();
  await once(watch, 'exit');
});
