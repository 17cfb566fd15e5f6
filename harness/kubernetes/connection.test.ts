import { once } from 'node:events';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { stringify } from 'yaml';
import { createCertificateAuthority } from '../environments/embedded/certificates/certificate-authority.ts';
import { openCluster } from './cluster-client.ts';
import { openRequests } from './cluster-requests.ts';
import { openPortForward } from './port-forward.ts';

const hostname = 'inner.example';
const prefix = '/k8s/clusters/c-1';

/** A gateway that holds a cluster below a path, under a name that nobody resolves, and a proxy that reaches it. */
async function startGateway() {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const { certPem, keyPem } = await ca.issue({ names: [hostname], ips: [] });
  const asked: string[] = [];
  const gateway = createServer({ cert: certPem, key: keyPem }, ({ url = '' }, response) => {
    asked.push(url);
    if (!url.startsWith(prefix)) response.writeHead(404);
    response.end(JSON.stringify({ items: [] }));
  });
  const sockets = new WebSocketServer({ server: gateway });
  sockets.on('connection', (_, { url = '' }) => asked.push(url));
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  let proxied = 0;
  const proxy = createProxy().on('connect', (_, socket) => {
    proxied += 1;
    const onward = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const kubeconfig = (server: string, more: object) =>
    stringify({
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'c' },
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
      clusters: [
        {
          name: 'c',
          cluster: { server, 'certificate-authority-data': Buffer.from(ca.certPem).toString('base64'), ...more },
        },
      ],
      users: [{ name: 'c', user: { token: 't' } }],
    });
  return {
    asked,
    proxied: () => proxied,
    kubeconfigs: {
      'tls-server-name': kubeconfig(`https://127.0.0.1:${port}${prefix}`, { 'tls-server-name': hostname }),
      'proxy-url': kubeconfig(`https://${hostname}${prefix}/`, {
        'proxy-url': `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      }),
    },
    [Symbol.dispose]() {
      for (const server of [sockets, gateway, proxy]) server.close();
      for (const client of sockets.clients) client.terminate();
      for (const server of [gateway, proxy]) server.closeAllConnections();
    },
  };
}

test.each(['tls-server-name', 'proxy-url'] as const)(
  'a cluster below a path of a gateway is reached by %s',
  async (way) => {
    using gateway = await startGateway();
    const kubeconfig = gateway.kubeconfigs[way];
    await using cluster = await openCluster(kubeconfig);
    expect(await cluster.pods('default')).toEqual([]);
    using requests = await openRequests(kubeconfig);
    await requests.get('/version');
    const stream = await openPortForward(requests.connection, { namespace: 'default', pod: 'one', port: 80 });
    stream.destroy();
    expect(gateway.asked).toEqual(
      ['/api/v1/namespaces/default/pods', '/version', '/api/v1/namespaces/default/pods/one/portforward?ports=80'].map(
        (path) => `${prefix}${path}`,
      ),
    );
    expect(gateway.proxied() > 0).toBe(way === 'proxy-url');
  },
);
