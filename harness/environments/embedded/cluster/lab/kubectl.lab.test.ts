import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { skipReason } from '../../../../testing/skip-reason.ts';
import { nodeImage, type ServedCluster, startServedCluster } from '../testing/start-served-cluster.ts';
import { runCommand } from './run-command.ts';

const reason = skipReason('kubectl');
const manifests = fileURLToPath(new URL('manifests', import.meta.url));
const oneShot = [`--image=${nodeImage}`, '--restart=Never', '--command', '--', 'node', '-e'];

let served: ServedCluster;

beforeAll(async () => {
  if (reason) return;
  served = await startServedCluster();
  await kubectl('apply', '-f', 'web.yaml');
  await kubectl('rollout', 'status', 'deployment/web', '--timeout=20s');
}, 30_000);

afterAll(() => served?.[Symbol.asyncDispose]());

const kubectl = (...args: string[]) =>
  runCommand('kubectl', args, { env: { KUBECONFIG: served.kubeconfig }, cwd: manifests });

const spdyToo = test.skipIf(reason).each([
  ['WebSockets', {}],
  ['SPDY', { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false' }],
]);

spdyToo(`exec gives output, errors and exit code, over %s${reason}`, async (_, env) => {
  const exec = (args: readonly string[], input = '') =>
    runCommand('kubectl', ['exec', ...args], { env: { KUBECONFIG: served.kubeconfig, ...env }, input });
  const code = 'console.log(process.env.A); console.error("bad"); process.exit(3)';
  expect(await exec(['deployment/web', '--', 'node', '-e', code])).toMatchObject({
    code: 3,
    stdout: '1\n',
    stderr: 'bad\ncommand terminated with exit code 3\n',
  });
  const count = 'let n = 0; process.stdin.on("data", (d) => (n += d.length)).on("end", () => console.log(n))';
  const counted = await exec(['-i', 'deployment/web', '--', 'node', '-e', count], 'x'.repeat(1_000_000));
  expect(counted.stdout).toBe('1000000\n');
  const missing = await exec(['deployment/web', '--', 'sh']);
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain(
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown',
  );
});

test.skipIf(reason)(`cp says what the image lacks${reason}`, async () => {
  const pod = (await kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[0].metadata.name}')).stdout;
  expect((await kubectl('cp', `${pod}:/etc/hostname`, join(served.folder, 'hostname'))).stderr).toContain(
    'exec: "tar": executable file not found in $PATH',
  );
});

test.skipIf(reason)(`run stays with its pod to the end, and attach joins one that runs${reason}`, async () => {
  // Said more than once: whoever attaches sees only what is said from then on.
  const forASecond = 'const t = setInterval(() => console.log("here"), 20); setTimeout(() => clearInterval(t), 1000)';
  const run = await kubectl('run', 'short', '--rm', '-i', ...oneShot, forASecond);
  expect(run.stdout).toMatch(/^(here\n)+pod "short" deleted/);
  await kubectl('run', 'ticking', ...oneShot, 'setInterval(() => console.log("tick"), 20)');
  await kubectl('wait', '--for=condition=Ready', 'pod/ticking', '--timeout=10s');
  const attach = spawn('kubectl', ['attach', 'ticking'], { env: { ...process.env, KUBECONFIG: served.kubeconfig } });
  const [line] = await once(createInterface(attach.stdout), 'line');
  expect(line).toBe('tick');
  attach.kill();
  await kubectl('delete', 'pod', 'ticking', '--now');
});

test.skipIf(reason)(`logs -f goes on to the end of the container${reason}`, async () => {
  await kubectl('run', 'followed', ...oneShot, 'setInterval(() => console.log("tick"), 20)');
  await kubectl('wait', '--for=condition=Ready', 'pod/followed', '--timeout=10s');
  const env = { ...process.env, KUBECONFIG: served.kubeconfig };
  const follow = spawn('kubectl', ['logs', '-f', 'followed'], { env });
  const end = once(follow, 'close');
  await once(createInterface(follow.stdout), 'line');
  await kubectl('delete', 'pod', 'followed', '--now');
  expect(await end).toEqual([0, null]);
});

test.skipIf(reason)(`the log of the life before is kept${reason}`, async () => {
  await kubectl('apply', '-f', 'crash.yaml');
  await kubectl(
    'wait',
    '--for=jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}=3',
    'pod/crash',
    '--timeout=10s',
  );
  expect((await kubectl('logs', 'crash', '--previous')).stdout).toBe('died\n');
  await kubectl('delete', 'pod', 'crash', '--now');
});

test.skipIf(reason)(`get -w shows a pod's life${reason}`, async () => {
  const env = { ...process.env, KUBECONFIG: served.kubeconfig };
  const watch = spawn('kubectl', ['get', 'pods', '-w', '--no-headers'], { env });
  const lines = createInterface(watch.stdout);
  // It shows what there is, then what changes.
  await once(lines, 'line');
  const states: string[] = [];
  const completed = Promise.withResolvers<void>();
  lines.on('line', (line) => {
    const [name, , state = ''] = line.split(/\s+/);
    if (name === 'seen' && states.at(-1) !== state) states.push(state);
    if (state === 'Completed') completed.resolve();
  });
  await kubectl('run', 'seen', ...oneShot, 'setTimeout(() => {}, 100)');
  await completed.promise;
  watch.kill();
  // A container is made so fast that nobody may see it being made.
  expect(states.filter((state) => state !== 'ContainerCreating')).toEqual(['Pending', 'Running', 'Completed']);
});

test.skipIf(reason)(`a node is described, cordoned, drained and tainted${reason}`, { timeout: 30_000 }, async () => {
  const described = await kubectl('describe', 'node', 'node-1');
  expect(described).toMatchObject({ code: 0, stderr: '' });
  for (const part of ['Capacity:', 'Non-terminated Pods:', 'Allocated resources:', 'Events:']) {
    expect(described.stdout).toContain(part);
  }
  expect((await kubectl('cordon', 'node-1')).stdout).toBe('node/node-1 cordoned\n');
  expect((await kubectl('get', 'node', 'node-1', '--no-headers')).stdout).toMatch(/^node-1 +Ready,SchedulingDisabled/);
  const drained = await kubectl('drain', 'node-1', '--ignore-daemonsets', '--force', '--timeout=20s');
  expect(drained.stdout).toMatch(/node\/node-1 drained\n$/);
  expect((await kubectl('get', 'pods', '--field-selector', 'spec.nodeName=node-1', '-o', 'name')).stdout).toBe('');
  expect((await kubectl('uncordon', 'node-1')).stdout).toBe('node/node-1 uncordoned\n');
  expect((await kubectl('taint', 'node', 'node-1', 'only=b:NoSchedule')).stdout).toBe('node/node-1 tainted\n');
  expect((await kubectl('taint', 'node', 'node-1', 'only=b:NoSchedule')).code).toBe(1);
  expect((await kubectl('taint', 'node', 'node-1', 'only-')).stdout).toBe('node/node-1 untainted\n');
});

test.skipIf(reason)(`debug refuses a container and starts a pod on a node${reason}`, async () => {
  const pod = (await kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[0].metadata.name}')).stdout;
  const refused = await kubectl('debug', pod, `--image=${nodeImage}`, '--profile=general', '--', 'node', '-e', '1');
  expect(refused.stderr).toContain('ephemeral containers are disabled for this cluster');
  const started = await kubectl(
    'debug',
    'node/node-1',
    `--image=${nodeImage}`,
    '--profile=general',
    '--',
    'node',
    '-e',
    '1',
  );
  expect(started.stdout + started.stderr).toMatch(
    /Creating debugging pod node-debugger-node-1-\w+ with container debugger on node node-1/,
  );
});

test.skipIf(reason)(`proxy hands requests on${reason}`, async () => {
  const env = { ...process.env, KUBECONFIG: served.kubeconfig };
  const proxy = spawn('kubectl', ['proxy', '--port=0'], { env });
  const [line] = await once(createInterface(proxy.stdout), 'line');
  const address = String(line).replace('Starting to serve on ', '');
  const response = await fetch(`http://${address}/api/v1/namespaces/default/services/web/proxy/`);
  expect(await response.text()).toBe('ok\n');
  proxy.kill();
});

test.skipIf(reason)(`a token opens what its account may see${reason}`, async () => {
  await kubectl('create', 'serviceaccount', 'reader');
  await kubectl('create', 'rolebinding', 'reader', '--clusterrole=view', '--serviceaccount=default:reader');
  const token = (await kubectl('create', 'token', 'reader')).stdout.trim();
  const config = (await readFile(served.kubeconfig, 'utf8')).replace(/token: "[^"]*"/, `token: ${token}`);
  const kubeconfig = join(served.folder, 'reader');
  await writeFile(kubeconfig, config, { mode: 0o600 });
  const asReader = (...args: string[]) => runCommand('kubectl', args, { env: { KUBECONFIG: kubeconfig } });
  expect(await asReader('get', 'pods')).toMatchObject({ code: 0 });
  expect((await asReader('exec', 'deployment/web', '--', 'node', '-e', '1')).stderr).toMatch(
    /Error from server \(Forbidden\): pods "web-\S+" is forbidden: User "system:serviceaccount:default:reader" cannot (create|get) resource "pods\/exec" in API group "" in the namespace "default"/,
  );
});
