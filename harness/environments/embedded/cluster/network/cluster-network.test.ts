import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testCertificates } from '../process/testing/certificates.ts';
import { testEdge } from '../process/testing/edge.ts';
import { startProgram, testCluster } from '../process/testing/test-cluster.ts';

test('two pods listen on 8080 and each reaches its own on 127.0.0.1, the other by address and by Service', async () => {
  await using cluster = await testCluster();
  const a = await cluster.pod('a');
  const b = await cluster.pod('b');
  for (const pod of [a, b]) {
    expect(await pod.start('serve', ['8080']).said()).toEqual({ address: '::', family: 'IPv6', port: 8080 });
  }
  cluster.network.setService({
    namespace: 'shop',
    name: 'web',
    clusterIP: '10.96.0.10',
    ports: [{ port: 80, backends: [{ ip: b.ip, port: 8080 }] }],
  });
  const names = [
    'web',
    'web.shop',
    'web.shop.svc',
    'web.shop.svc.cluster.local',
    'WEB.shop.svc.cluster.local.',
    '10.96.0.10',
  ];
  const urls = [
    'http://127.0.0.1:8080',
    'http://localhost:8080',
    'http://[::1]:8080',
    'http://a:8080',
    `http://${a.ip}:8080`,
  ];
  const client = a.start('fetch-all', [...urls, `http://${b.ip}:8080`, ...names.map((name) => `http://${name}`)]);
  const isA = { hostname: 'a', localAddress: a.ip, localPort: 8080 };
  for (const _ of urls) expect(JSON.parse((await client.said()) as string)).toEqual(isA);
  const isB = { hostname: 'b', localAddress: b.ip, localPort: 8080 };
  for (const _ of [b.ip, ...names]) expect(JSON.parse((await client.said()) as string)).toEqual(isB);
  expect(await client.exited).toEqual({ exitCode: 0, signal: null });
});

test('what cannot be reached fails as it does on a cluster', async () => {
  await using cluster = await testCluster();
  const a = await cluster.pod('a');
  const b = await cluster.pod('b');
  cluster.network.setService({
    namespace: 'shop',
    name: 'empty',
    clusterIP: '10.96.0.11',
    ports: [{ port: 80, backends: [] }],
  });
  const expected = {
    [`http://${b.ip}:8080`]: 'ECONNREFUSED',
    'http://127.0.0.1:8080': 'ECONNREFUSED',
    'http://empty': 'ECONNREFUSED',
    'http://empty:81': 'ECONNREFUSED',
    'http://unknown': 'ENOTFOUND',
    'http://unknown.shop.svc': 'ENOTFOUND',
    'http://unknown.cluster.local': 'ENOTFOUND',
    'http://10.244.9.9': 'EHOSTUNREACH',
    'http://169.254.169.254/latest': 'EHOSTUNREACH',
    'http://[2001:db8::1]': 'ENETUNREACH',
  };
  const client = a.start('fetch-all', Object.keys(expected));
  for (const [url, code] of Object.entries(expected)) expect([url, await client.said()]).toMatchObject([url, { code }]);
});

test('backends of a Service take turns, and a removed Service is unknown', async () => {
  await using cluster = await testCluster();
  const pods = [await cluster.pod('a'), await cluster.pod('b')];
  for (const pod of pods) await pod.start('serve', ['80']).said();
  const backends = pods.map(({ ip }) => ({ ip, port: 80 }));
  cluster.network.setService({
    namespace: 'shop',
    name: 'web',
    clusterIP: '10.96.0.10',
    ports: [{ port: 80, backends }],
  });
  const [first] = pods;
  const client = first?.start('fetch-all', ['http://web', 'http://10.96.0.10', 'http://web.shop']);
  const hosts = [];
  for (let turn = 0; turn < 3; turn++) hosts.push(JSON.parse((await client?.said()) as string).hostname);
  expect(hosts).toEqual(['a', 'b', 'a']);
  cluster.network.removeService('shop', 'web');
  expect(await first?.start('fetch-all', ['http://web']).said()).toMatchObject({ code: 'ENOTFOUND' });
});

test('a port is taken once in a pod, once on a node, and given back on close and at the end of the process', async () => {
  await using cluster = await testCluster();
  const a = await cluster.pod('a');
  const [host1, host2] = [
    await cluster.pod('h1', { hostNetwork: true }),
    await cluster.pod('h2', { hostNetwork: true }),
  ];
  expect([host1.ip, host2.ip]).toEqual(['172.18.0.2', '172.18.0.2']);
  const taken = { code: 'EADDRINUSE', message: 'listen EADDRINUSE: address already in use :::443' };
  for (const [one, two] of [
    [a, a],
    [host1, host2],
  ] as const) {
    const server = one.start('serve', ['443', '443']);
    expect(await server.said()).toMatchObject({ port: 443 });
    expect(await server.said()).toEqual(taken);
    expect(await two.start('serve', ['443']).said()).toEqual(taken);
    expect(cluster.network.port(one.ip, 443)).toBeTypeOf('number');
    server.kill('SIGUSR2');
    expect(await server.said()).toBe('closed');
    const next = two.start('serve', ['443']);
    expect(await next.said()).toMatchObject({ port: 443 });
    next.kill('SIGKILL');
    await next.exited;
    expect(await one.start('serve', ['443']).said()).toMatchObject({ port: 443 });
  }
});

test('an address to listen on is honoured', async () => {
  await using cluster = await testCluster();
  const a = await cluster.pod('a');
  const b = await cluster.pod('b');
  const server = a.start('serve', ['127.0.0.1:81', `${a.ip}:82`, `${b.ip}:83`, '0']);
  expect(await server.said()).toEqual({ address: '127.0.0.1', family: 'IPv4', port: 81 });
  expect(await server.said()).toEqual({ address: a.ip, family: 'IPv4', port: 82 });
  expect(await server.said()).toMatchObject({ code: 'EADDRNOTAVAIL' });
  const { port } = (await server.said()) as { port: number };
  expect(cluster.network.port(a.ip, 81)).toBeUndefined();
  const urls = [`http://${a.ip}:81`, `http://${a.ip}:82`, `http://${a.ip}:${port}`];
  const client = b.start('fetch-all', urls);
  expect(await client.said()).toMatchObject({ code: 'ECONNREFUSED' });
  expect(await client.said()).toContain('"hostname":"a"');
  expect(await client.said()).toContain('"hostname":"a"');
});

test('a host alias wins over every other name', async () => {
  await using cluster = await testCluster();
  const b = await cluster.pod('b');
  await b.start('serve', ['80']).said();
  const a = await cluster.pod('a', { hostAliases: { 'api.example.com': b.ip } });
  expect(await a.start('fetch-all', ['http://api.example.com']).said()).toContain('"hostname":"b"');
});

test('connections to the outside arrive with pod and port, and every client verifies the certificate', async () => {
  const names = ['api.example.com', 'grpc.example.com', 's3.eu-west-1.amazonaws.com'];
  const certificates = await testCertificates(names);
  await using edge = testEdge(certificates);
  const seen: string[] = [];
  await using cluster = await testCluster((socket, { pod, port }) => {
    seen.push(`${pod.namespace}/${pod.name}:${port}`);
    edge.accept(socket);
  });
  const source = join(cluster.folder, 'ca');
  await mkdir(source);
  await writeFile(join(source, 'ca.pem'), certificates.ca);
  const mounts = [{ path: '/etc/ca', source, readOnly: true }];
  const a = await cluster.pod('a');

  const trusting = a.start('clients', [], { mounts, environment: { SSL_CERT_FILE: '/etc/ca/ca.pem' } });
  expect(await trusting.said()).toBe('api.example.com/fetch');
  expect(await trusting.said()).toBe('api.example.com/https');
  expect(await trusting.said()).toBe('api.example.com:443/http2');
  expect(await trusting.said()).toBe(200);
  expect(await trusting.said()).toBe('over gRPC');
  expect(new Set(seen)).toEqual(new Set(['shop/a:443']));

  const wary = a.start('fetch-all', ['https://api.example.com'], { environment: { SSL_CERT_FILE: '/etc/ca/ca.pem' } });
  expect(await wary.said()).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
});

test('a public address literal leads outside as a name does', async () => {
  const ports: number[] = [];
  await using cluster = await testCluster((socket, { port }) => {
    ports.push(port);
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
  });
  const a = await cluster.pod('a');
  const client = a.start('fetch-all', ['http://8.8.8.8:5300', `http://${cluster.network.externalAddress}`]);
  expect(await client.said()).toBe('ok');
  expect(await client.said()).toBe('ok');
  expect(ports).toEqual([5300, 80]);
});

test('look-ups of every form, and look-up functions of a caller, are answered from the table', async () => {
  await using cluster = await testCluster();
  const b = await cluster.pod('b');
  await b.start('serve', ['8080']).said();
  const clusterIP = '10.96.0.10';
  const ports = [{ port: 80, backends: [{ ip: b.ip, port: 8080 }] }];
  cluster.network.setService({ namespace: 'shop', name: 'web', clusterIP, ports });
  const a = await cluster.pod('a');
  const client = a.start('names', ['web', '80']);
  expect(await client.said()).toEqual({
    callback: clusterIP,
    promise: { address: clusterIP, family: 4 },
    all: [{ address: clusterIP, family: 4 }],
    six: { code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND web' },
    resolve4: [clusterIP],
    resolver: [clusterIP],
    mx: { code: 'ENODATA', message: 'queryMx ENODATA web' },
    unknown: { code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND nowhere' },
    localhost: '127.0.0.1',
    literal: '192.0.2.1',
  });
  expect(await client.said()).toEqual([
    ['asked', 'web', true],
    ['lookup', null, clusterIP],
    ['connect', a.ip, clusterIP, 80],
  ]);
});

test('workers and children of a pod are in its network, and end by themselves', async () => {
  await using cluster = await testCluster();
  const a = await cluster.pod('a');
  await a.start('serve', ['8080']).said();
  const family = a.start('descendants', ['http://localhost:8080']);
  for (let member = 0; member < 2; member++) {
    expect(await family.said()).toEqual(['a', JSON.stringify({ hostname: 'a', localAddress: a.ip, localPort: 8080 })]);
  }
  expect(await family.exited).toEqual({ exitCode: 0, signal: null });
});

test('a pod that left the network is unreachable and reaches nobody', async () => {
  await using cluster = await testCluster();
  const a = await cluster.pod('a');
  const b = await cluster.pod('b');
  await b.start('serve', ['80']).said();
  await b[Symbol.asyncDispose]();
  expect(await a.start('fetch-all', [`http://${b.ip}`]).said()).toMatchObject({ code: 'EHOSTUNREACH' });
  expect(await b.start('fetch-all', [`http://${a.ip}`]).said()).toMatchObject({ code: 'ENETDOWN' });
});

test('nothing is left after disposal: no process, no port, no handle that keeps the harness', async () => {
  const harness = startProgram('dispose', [], {});
  expect(await harness.said()).toBe('SIGKILL');
  for (const _ of ['control port', 'port of the pod'])
    expect(await harness.said()).toMatchObject({ code: 'ECONNREFUSED' });
  expect(await harness.exited).toEqual({ exitCode: 0, signal: null });
});

test('a node that was not added cannot take pods', async () => {
  await using cluster = await testCluster();
  const identity = { uid: 'x', namespace: 'shop', name: 'x', node: 'node-2' };
  await expect(cluster.network.attach(identity, { hostNetwork: false, hostAliases: {} })).rejects.toThrow(
    'Pod shop/x cannot join the network: node node-2 is unknown; add it with addNode first.',
  );
});

test('what a policy forbids is dropped, not refused, and told', async () => {
  await using cluster = await testCluster((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  const a = await cluster.pod('a', { hostAliases: { 'known.example.com': cluster.network.externalAddress } });
  const b = await cluster.pod('b');
  await b.start('serve', ['8080']).said();
  const isLookUp = ({ port }: { port: number }) => port === 53;
  cluster.network.egressJudge = ({ name }, to) =>
    name === 'a' && (isLookUp(to) || to.ip === b.ip) ? ['only-the-edge'] : undefined;

  const urls = [`http://${b.ip}:8080`, 'http://unknown.example.com', 'http://known.example.com'];
  const client = a.start('fetch-all', urls);
  expect(await client.said()).toMatchObject({ code: 'ETIMEDOUT' });
  expect(await client.said()).toMatchObject({ code: 'EAI_AGAIN' });
  expect(await client.said()).toBe('ok');
  expect(cluster.blocked).toMatchObject([
    { pod: { name: 'a' }, host: b.ip, port: 8080, policies: ['only-the-edge'] },
    { pod: { name: 'a' }, host: 'unknown.example.com', port: 53 },
  ]);
  await b.start('fetch-all', [`http://${b.ip}:8080`]).said();
  expect(cluster.blocked).toHaveLength(2);
});
