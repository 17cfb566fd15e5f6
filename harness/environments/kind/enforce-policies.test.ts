import { type Duplex, duplexPair } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { V1NetworkPolicySpec } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import type { BlockedConnection } from '../environment.ts';
import { enforcePolicies } from './enforce-policies.ts';

const dns = { ports: [{ port: 53, protocol: 'UDP' }] };
const caller = { namespace: 'default', pod: 'web', node: 'node-1' };

/** What becomes of a connection of pod `default/web` under one policy. */
async function judged(
  spec: Omit<V1NetworkPolicySpec, 'podSelector'>,
  address: string | undefined,
  hello: (end: Duplex) => void,
) {
  await using running = await startTestServer();
  const { kubeconfig } = running.server;
  using requests = await openRequests(kubeconfig);
  const metadata = { name: 'web', namespace: 'default', labels: { app: 'web' } };
  await requests
    .create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } })
    .catch(() => undefined);
  await requests.create({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'c', image: 'x' }] } });
  const policy = { name: 'only', namespace: 'default' };
  await requests.create({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: policy,
    spec: { podSelector: {}, policyTypes: ['Egress'], ...spec },
  });
  const passed = Promise.withResolvers<'allowed'>();
  const blocked = Promise.withResolvers<BlockedConnection>();
  await using enforcement = await enforcePolicies(kubeconfig, () => passed.resolve('allowed'), blocked.resolve);
  const [mine, theirs] = duplexPair();
  enforcement.accept(theirs, { caller, port: 443, address });
  hello(mine);
  return Promise.race([passed.promise, blocked.promise]);
}

const tls = (end: Duplex) =>
  void connectTls({ socket: end, servername: 'api.example.com' }).on('error', () => undefined);
const plain = (end: Duplex) => void end.write('GET / HTTP/1.1\r\n\r\n');
const pod = { namespace: 'default', name: 'web' };
const policies = ['only'];
const but = { egress: [dns, { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.0/24'] } }] }] };

test.each([
  ['everything', { egress: [{}] }, undefined, tls, 'allowed'],
  [
    'HTTPS without DNS',
    { egress: [{ ports: [{ port: 443 }] }] },
    undefined,
    tls,
    { pod, host: 'api.example.com', port: 53, policies },
  ],
  ['DNS without HTTPS', { egress: [dns] }, undefined, tls, { pod, host: 'api.example.com', port: 443, policies }],
  [
    'DNS without HTTPS, in plain text',
    { egress: [dns] },
    undefined,
    plain,
    { pod, host: '198.51.100.1', port: 443, policies },
  ],
  [
    'the internet but the address that was dialled',
    but,
    '203.0.113.9',
    plain,
    { pod, host: '203.0.113.9', port: 443, policies },
  ],
  ['the internet but another address', but, '192.0.2.9', plain, 'allowed'],
  [
    'an address without DNS',
    { egress: [{ to: [{ ipBlock: { cidr: '203.0.113.9/32' } }] }] },
    '203.0.113.9',
    plain,
    'allowed',
  ],
])('a policy that allows %s', async (_, spec, address, hello, verdict) => {
  expect(await judged(spec, address, hello)).toEqual(verdict);
});
