import { afterAll, beforeAll, expect, test } from 'vitest';
import { skipReason } from '../../../../testing/skip-reason.ts';
import { nodeImage, type ServedCluster, startServedCluster } from '../testing/start-served-cluster.ts';
import { type Forwarding, startForwarding } from './forwarding.ts';
import { runCommand } from './run-command.ts';

const reason = skipReason('kubectl');

const program = `
  process.on('SIGTERM', () => process.exit(0));
  const { createServer } = require('node:http');
  createServer(async (request, response) => {
    if (request.method === 'GET') return response.end(Buffer.alloc(Number(request.url.slice(1))));
    let size = 0;
    for await (const chunk of request) size += chunk.length;
    response.end(String(size));
  }).listen(8080);
  createServer((_, response) => response.end('metrics')).listen(9090, '127.0.0.1');
`;

let served: ServedCluster;

beforeAll(async () => {
  if (reason) return;
  served = await startServedCluster();
  const ports = [{ name: 'http', containerPort: 8080 }];
  const readinessProbe = { tcpSocket: { port: 8080 } };
  const spec = {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'app', image: nodeImage, command: ['node', '-e', program], ports, readinessProbe }],
  };
  const selector = { app: 'web' };
  const template = { metadata: { labels: selector }, spec };
  const { api } = served.cluster;
  const metadata = { name: 'web', namespace: 'default' };
  api.create('Service', { metadata, spec: { selector, ports: [{ port: 80, targetPort: 'http' }] } });
  api.create('Deployment', { metadata, spec: { selector: { matchLabels: selector }, template } });
  await kubectl('rollout', 'status', 'deployment/web', '--timeout=20s');
}, 30_000);

afterAll(() => served?.[Symbol.asyncDispose]());

const kubectl = (...args: string[]) => runCommand('kubectl', args, { env: { KUBECONFIG: served.kubeconfig } });

async function podName(): Promise<string> {
  const { stdout } = await kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[0].metadata.name}');
  return stdout;
}

async function forward(target: string, ports: readonly string[], env = {}): Promise<Forwarding> {
  return startForwarding(['port-forward', target, ...ports], { KUBECONFIG: served.kubeconfig, ...env });
}

async function get(forwarding: Forwarding, port: number, size: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${forwarding.local(port)}/${size}`);
  return (await response.arrayBuffer()).byteLength;
}

test.skipIf(reason).each([
  ['SPDY in a WebSocket', {}],
  ['SPDY', { KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' }],
])(
  `connections one after the other, many at once and large ones, over %s${reason}`,
  { timeout: 30_000 },
  async (_, env) => {
    await using forwarding = await forward('deployment/web', ['0:8080', '0:9090', '-v=5'], env);
    for (const size of [0, 1, 20_000_000]) expect(await get(forwarding, 8080, size)).toBe(size);
    // What listens on the pod's loopback address only is reached too, as from within the pod.
    expect(await get(forwarding, 9090, 0)).toBe('metrics'.length);
    const sizes = Array.from({ length: 20 }, (_, index) => 500_000 + index);
    expect(await Promise.all(sizes.map((size) => get(forwarding, 8080, size)))).toEqual(sizes);
    const body = Buffer.alloc(20_000_000);
    const response = await fetch(`http://127.0.0.1:${forwarding.local(8080)}/`, { method: 'POST', body });
    expect(await response.text()).toBe(String(body.length));
    forwarding.interrupt();
    // kubectl would go on over plain SPDY where a WebSocket is refused.
    expect((await forwarding.end).output).not.toContain('fallback');
  },
);

test.skipIf(reason)(`a Service's port leads to the port of a pod behind it${reason}`, async () => {
  await using forwarding = await forward('service/web', ['0:80']);
  expect(await get(forwarding, 8080, 5)).toBe(5);
});

test.skipIf(reason)(`a port that nobody listens on ends it in kubectl's own words${reason}`, async () => {
  await using forwarding = await forward(`pod/${await podName()}`, ['0:9999']);
  await expect(get(forwarding, 9999, 1)).rejects.toThrow();
  const { code, output } = await forwarding.end;
  expect(code).toBe(1);
  const id = '[0-9a-f]{64}';
  const words = [
    `error forwarding port 9999 to pod ${id}, uid : failed to execute portforward in network namespace `,
    `\\\\"/var/run/netns/cni-[0-9a-f-]{36}\\\\": failed to connect to localhost:9999 inside namespace \\\\"${id}\\\\", `,
    'IPv4: dial tcp4 127.0.0.1:9999: connect: connection refused IPv6 dial tcp6 \\[::1\\]:9999: connect: connection refused',
  ];
  expect(output).toMatch(new RegExp(words.join('')));
  expect(output).toMatch(/error: lost connection to pod\n$/);
});

test.skipIf(reason)(`Ctrl-C ends it at once${reason}`, async () => {
  await using forwarding = await forward('deployment/web', ['0:8080']);
  const open = fetch(`http://127.0.0.1:${forwarding.local(8080)}/1000000000`);
  await open;
  forwarding.interrupt();
  expect((await forwarding.end).code).not.toBe(1);
});

test.skipIf(reason)(`a pod that is gone is told at the next connection${reason}`, { timeout: 20_000 }, async () => {
  const pod = await podName();
  await using forwarding = await forward(`pod/${pod}`, ['0:8080']);
  expect(await get(forwarding, 8080, 1)).toBe(1);
  await kubectl('delete', 'pod', pod);
  await expect(get(forwarding, 8080, 1)).rejects.toThrow();
  const { code, output } = await forwarding.end;
  expect(code).toBe(1);
  expect(output).toMatch(
    /network namespace for sandbox \\"[0-9a-f]{64}\\" is closed"\nerror: lost connection to pod\n$/,
  );
});
