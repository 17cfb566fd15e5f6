import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Attach, Exec, KubeConfig, Log, PortForward, type V1Status } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeImage, type ServedCluster, startServedCluster } from './testing/start-served-cluster.ts';

const namespace = 'default';

const program = `
  console.log('first');
  process.on('SIGTERM', () => process.exit(0));
  require('node:net').createServer((socket) => socket.pipe(socket)).listen(7000);
  setInterval(() => console.log('tick'), 20);
`;

let served: ServedCluster;
const config = new KubeConfig();

beforeAll(async () => {
  served = await startServedCluster();
  config.loadFromString(served.cluster.kubeconfig);
  const { api } = served.cluster;
  const ready = Promise.withResolvers<void>();
  using _watch = api.watch('Pod', ({ object }) => {
    const condition = object.status?.conditions?.find(({ type }) => type === 'Ready');
    if (condition?.status === 'True') ready.resolve();
  });
  const readinessProbe = { tcpSocket: { port: 7000 } };
  const container = { name: 'app', image: nodeImage, command: ['node', '-e', program], readinessProbe };
  api.create('Pod', { metadata: { name: 'p', namespace }, spec: { containers: [container] } });
  await ready.promise;
});

afterAll(() => served[Symbol.asyncDispose]());

test('port-forward carries connections, and tells why it cannot', async () => {
  const forward = new PortForward(config);
  const proxy = createServer((socket) => void forward.portForward(namespace, 'p', [7000], socket, null, socket));
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  for (const size of [1, 1_000_000]) {
    const socket = connect((proxy.address() as AddressInfo).port, '127.0.0.1');
    socket.write(Buffer.alloc(size, 'x'));
    let received = 0;
    for await (const chunk of socket) {
      received += (chunk as Buffer).length;
      if (received === size) break;
    }
    expect(received).toBe(size);
  }
  proxy.close();
  const [output, errors, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const socket = await forward.portForward(namespace, 'p', [7001], output, errors, input);
  const [message] = await once(errors, 'data');
  expect(String(message)).toContain('dial tcp4 127.0.0.1:7001: connect: connection refused');
  if ('close' in socket) socket.close();
});

test('exec gives output, errors and exit code, and takes input', async () => {
  const run = async (code: string, stdin: Readable | null = null) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const over = Promise.withResolvers<V1Status>();
    await new Exec(config).exec(
      namespace,
      'p',
      'app',
      ['node', '-e', code],
      stdout,
      stderr,
      stdin,
      false,
      over.resolve,
    );
    const { status, details } = await over.promise;
    stdout.end();
    stderr.end();
    return [await text(stdout), await text(stderr), status, details?.causes?.[0]?.message];
  };
  expect(await run('console.log(1); console.error(2)')).toEqual(['1\n', '2\n', 'Success', undefined]);
  expect(await run('process.exit(3)')).toEqual(['', '', 'Failure', '3']);
  const upper = "process.stdin.on('data', (data) => process.stdout.write(String(data).toUpperCase()))";
  expect(await run(upper, Readable.from(['abc']))).toEqual(['ABC', '', 'Success', undefined]);
});

test('exec of what the image does not have fails in the words of the runtime', async () => {
  const over = Promise.withResolvers<V1Status>();
  await new Exec(config).exec(namespace, 'p', 'app', ['sh'], new PassThrough(), null, null, false, over.resolve);
  const fault = 'unable to start container process: exec: "sh": executable file not found in $PATH: unknown';
  expect(await over.promise).toMatchObject({
    code: 500,
    message: expect.stringMatching(new RegExp(`${fault.replace('$', '\\$')}$`)),
  });
});

test('attach joins the output of a running container', async () => {
  const stdout = new PassThrough();
  const socket = await new Attach(config).attach(namespace, 'p', 'app', stdout, null, null, false);
  const [chunk] = await once(stdout, 'data');
  expect(String(chunk)).toContain('tick');
  socket.close();
});

test('a log is followed to the end of its container', async () => {
  const stdout = new PassThrough();
  await new Log(config).log(namespace, 'p', 'app', stdout, { follow: true });
  const [chunk] = await once(stdout, 'data');
  expect(String(chunk)).toMatch(/^first\n/);
  served.cluster.api.delete('Pod', { namespace, name: 'p' });
  stdout.resume();
  await once(stdout, 'end');
});
