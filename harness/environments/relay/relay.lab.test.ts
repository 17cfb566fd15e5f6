import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { V1Node, V1PodSpec } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { createEdge, type Edge } from '../../edge/edge.ts';
import type { EdgeRoute } from '../../edge/edge-route.ts';
import type { Caller } from '../../edge/exchange.ts';
import type { Pod } from '../../kubernetes/cluster-client.ts';
import { type ClusterRequests, openRequests } from '../../kubernetes/cluster-requests.ts';
import { cachePods, type PodCache } from '../../kubernetes/pod-cache.ts';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../embedded/certificates/certificate-authority.ts';
import { pinnedImages } from '../kind/pinned-images.ts';
import { prepareNode } from '../kind/prepare-node.ts';
import { relayName } from './relay-objects.ts';
import { relayRights } from './relay-rights.ts';
import { type Relay, type RelayOptions, startRelay } from './start-relay.ts';

const run = promisify(execFile);
const path = process.env.KIND_KUBECONFIG;
const skipped = path
  ? ''
  : ' (skipped: KIND_KUBECONFIG names no kubeconfig of a kind cluster whose nodes have node:24-bookworm-slim)';
const kubeconfig = path ? readFileSync(path, 'utf8') : '';
const client = readFileSync(new URL('testing/pod-client.cjs', import.meta.url), 'utf8');
const image = pinnedImages.base;

const namespace = `relay-test-${randomBytes(3).toString('hex')}`;
const echo: EdgeRoute = {
  name: 'echo',
  matches: (host) => host === 'echo.example',
  recordBodies: false,
  async handle(request, response) {
    response.end(await buffer(request));
  },
};
const rawPort = 7007;

/** On the port that is no HTTP: tells how much came once the pod has ended its half, or breaks off. */
async function answerRaw(connection: Duplex): Promise<void> {
  let seen = '';
  connection.on('error', () => undefined);
  for await (const chunk of connection) {
    seen += chunk;
    if (seen === 'break off') connection.destroy();
  }
  if (!connection.destroyed) connection.end(`heard ${seen}`);
}

describe.skipIf(!path)(`a relay${skipped}`, { timeout: 120_000 }, () => {
  let ca: CertificateAuthority;
  let edge: Edge;
  let requests: ClusterRequests;
  let cache: PodCache;
  const raw: { caller: Caller | undefined; port: number }[] = [];
  /** Dialled without a name. */
  const addresses: string[] = [];
  let relay: Relay | undefined;

  async function start(options: Pick<RelayOptions, 'mode'> & Record<string, unknown>): Promise<Relay> {
    relay = await startRelay({
      kubeconfig,
      ports: [443, 80, rawPort],
      image: image,
      runId: namespace,
      onConnection: (connection, from) => {
        if (from.address !== undefined) addresses.push(from.address);
        if (from.port !== rawPort) return edge.accept(connection, from);
        raw.push(from);
        answerRaw(connection).catch(() => undefined);
      },
      ...options,
    } as RelayOptions);
    return relay;
  }

  /** Runs the client in a pod of its own and gives what it printed. */
  async function inPod(name: string, test: Record<string, unknown>, spec: Partial<V1PodSpec> = {}) {
    const env = [{ name: 'RELAY_TEST', value: JSON.stringify({ ca: ca.certPem, port: rawPort, ...test }) }];
    const command = ['node', '-e', client];
    await requests.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'client', image, command, env: [...env, { name: 'HOSTNAME', value: name }] }],
        ...spec,
      },
    });
    await ended(name);
    const log = await requests.getText(`/api/v1/namespaces/${namespace}/pods/${name}/log`);
    return JSON.parse(log) as { result?: unknown; error?: string };
  }

  async function ended(name: string): Promise<void> {
    const phase = await cache.waitFor((pods) => {
      const pod = pods.find(({ metadata }) => metadata?.name === name && metadata.namespace === namespace);
      return ['Succeeded', 'Failed'].find((end) => end === pod?.status?.phase);
    }, AbortSignal.timeout(60_000));
    expect(phase, `phase of pod ${name}`).toBe('Succeeded');
  }

  const callersOf = (path: string) => edge.journal.entries().filter((exchange) => exchange.path === path);

  beforeAll(async () => {
    ca = await createCertificateAuthority({ runId: 'relay-test' });
    edge = await createEdge({ ca, routes: [echo] });
    requests = await openRequests(kubeconfig);
    cache = await cachePods(requests);
    await requests.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  });

  afterAll(async () => {
    await requests.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await cache[Symbol.asyncDispose]();
    requests[Symbol.dispose]();
    await edge[Symbol.asyncDispose]();
  });

  describe('on every node', () => {
    beforeAll(async () => {
      const { items } = await requests.get<{ items: V1Node[] }>('/api/v1/nodes');
      const inNode = (node: string) => async (script: string) =>
        (await run('docker', ['exec', node, 'sh', '-c', script])).stdout;
      await Promise.all(items.map(({ metadata }) => prepareNode(inNode(metadata?.name ?? ''))));
      await start({ mode: 'node' });
    }, 120_000);
    afterAll(() => relay?.[Symbol.asyncDispose](), 60_000);

    const host = { hostNetwork: true };
    test.each([
      ['cluster-first', {}],
      ['default', { dnsPolicy: 'Default' }],
      ['host-cluster-first', { ...host, dnsPolicy: 'ClusterFirstWithHostNet' }],
      ['host-default', { ...host, dnsPolicy: 'Default' }],
    ])('shows an unknown host to the Edge as the call of its pod: %s', async (name, spec) => {
      expect(await inPod(name, { task: 'fetch', host: 'who.knows.example' }, spec)).toEqual({ result: 421 });
      const [exchange] = callersOf(`/${name}`);
      expect(exchange).toMatchObject({ host: 'who.knows.example', port: 443, status: 421 });
      expect(exchange?.caller).toMatchObject({ namespace, pod: name });
    });

    test.each([
      ['other-port', 8443, { httpsPort: 8443 }, {}],
      ['other-port-host', 8443, { httpsPort: 8443 }, { ...host, dnsPolicy: 'Default' }],
      ['no-name', 443, { address: '203.0.113.9' }, {}],
      ['no-name-other-port', 9000, { address: '203.0.113.9', httpsPort: 9000 }, {}],
    ])('shows what goes to another port, or to an address that nobody named: %s', async (name, port, where, spec) => {
      expect(await inPod(name, { task: 'fetch', host: 'who.knows.example', ...where }, spec)).toEqual({ result: 421 });
      expect(callersOf(`/${name}`)).toEqual([
        expect.objectContaining({ host: 'who.knows.example', port, caller: expect.objectContaining({ pod: name }) }),
      ]);
      expect(addresses.splice(0)).toEqual('address' in where ? [where.address] : []);
    });

    test('carries 20 MB each way intact', async () => {
      expect(await inPod('bulk', { task: 'bulk', host: 'echo.example' })).toEqual({ result: true });
    });

    test('carries 200 connections at once, of a hostNetwork pod too', async () => {
      const [own, hosts] = await Promise.all([
        inPod('many', { task: 'many', host: 'echo.example' }),
        inPod('many-host', { task: 'many', host: 'echo.example' }, { ...host, dnsPolicy: 'Default' }),
      ]);
      expect([own, hosts]).toEqual([{ result: 200 }, { result: 200 }]);
      const callers = edge.journal.entries().filter((exchange) => exchange.path.startsWith('/many/'));
      expect(new Set(callers.map(({ caller }) => caller?.pod))).toEqual(new Set(['many', 'many-host']));
    });

    test('ends each half of a connection by itself, and breaks off what the harness breaks off', async () => {
      expect(await inPod('half', { task: 'halfClose', host: 'raw.example' })).toEqual({ result: 'heard to the end' });
      expect(raw.at(-1)).toMatchObject({ port: rawPort, caller: { pod: 'half' } });
      const { result } = await inPod('broken', { task: 'brokenOff', host: 'raw.example' });
      expect(['closed', 'ECONNRESET']).toContain(result);
    });

    test('tells a process of the node from its pods', async () => {
      const { items } = await requests.get<{ items: V1Node[] }>('/api/v1/nodes');
      const node = items.at(-1)?.metadata?.name ?? '';
      const ask = 'printf "GET /node HTTP/1.0\\r\\nHost: who.knows.example\\r\\n\\r\\n" >&3; cat <&3';
      await run('docker', ['exec', node, 'bash', '-c', `exec 3<>/dev/tcp/198.51.100.1/80; ${ask}`]);
      expect(callersOf('/node')).toEqual([expect.objectContaining({ caller: undefined, port: 80 })]);
    });

    test('is back after its pods were killed', async () => {
      const before = cache.objects().filter(({ metadata }) => metadata?.namespace === 'pii-harness-system');
      const remove = ({ metadata }: (typeof before)[number]) =>
        requests.remove({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: metadata?.name ?? '', namespace: 'pii-harness-system' },
        });
      await Promise.all(before.map(remove));
      const { result } = await inPod('after', { task: 'untilBack', host: 'echo.example' });
      expect(result).toMatchObject({ status: 200 });
      expect(callersOf('/back')[0]?.caller).toMatchObject({ pod: 'after' });
    });
  });

  describe('behind a Service', () => {
    let restricted: string;

    beforeAll(async () => {
      const metadata = { name: 'relay-user', namespace };
      const rbac = 'rbac.authorization.k8s.io';
      await requests.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
      await requests.apply({ apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules: relayRights });
      await requests.apply({
        apiVersion: `${rbac}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: rbac, kind: 'Role', name: 'relay-user' },
        subjects: [{ kind: 'ServiceAccount', name: 'relay-user', namespace }],
      });
      await requests.apply({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { ...metadata, annotations: { 'kubernetes.io/service-account.name': 'relay-user' } },
        type: 'kubernetes.io/service-account-token',
      });
      const own = parse(kubeconfig) as { clusters: { cluster: object }[] };
      restricted = stringify({
        'current-context': 'restricted',
        contexts: [{ name: 'restricted', context: { cluster: 'kind', user: 'relay-user' } }],
        clusters: [{ name: 'kind', cluster: own.clusters[0]?.cluster }],
        users: [{ name: 'relay-user', user: { token: await token() } }],
      });
    });
    afterAll(() => relay?.[Symbol.asyncDispose](), 60_000);

    async function token(): Promise<string> {
      for (;;) {
        const { data } = await requests.get<{ data?: { token?: string } }>(
          `/api/v1/namespaces/${namespace}/secrets/relay-user`,
        );
        if (data?.token !== undefined) return Buffer.from(data.token, 'base64').toString();
      }
    }

    test('reaches the Edge for a user that may do no more than it needs', async () => {
      const { address } = await start({ mode: 'service', namespace, kubeconfig: restricted });
      const beside = await relayNode();
      const fetch = { task: 'fetch', host: 'who.knows.example', address };
      expect(await inPod('by-service', fetch, { nodeName: beside })).toEqual({ result: 421 });
      expect(callersOf('/by-service')[0]?.caller).toMatchObject({ namespace, pod: 'by-service' });
      const onHost = { nodeName: beside, hostNetwork: true };
      expect(await inPod('by-service-host', fetch, onHost)).toEqual({ result: 421 });
      expect(callersOf('/by-service-host')[0]?.caller).toMatchObject({ namespace, pod: 'by-service-host' });
      expect(await inPod('by-service-bulk', { task: 'bulk', host: 'echo.example', address })).toEqual({ result: true });
      await relay?.[Symbol.asyncDispose]();
      relay = undefined;
      // Asked of the server: this test's own watch may tell of it later than the relay's.
      const { items } = await requests.get<{ items: Pod[] }>(`/api/v1/namespaces/${namespace}/pods`);
      expect(items.filter(({ metadata }) => metadata?.name?.startsWith(relayName))).toEqual([]);
    });

    async function relayNode(): Promise<string> {
      const find = () =>
        cache
          .objects()
          .find(
            ({ metadata, spec }) =>
              metadata?.namespace === namespace && metadata.name?.startsWith(relayName) && spec?.nodeName,
          );
      return (await cache.waitFor(find, AbortSignal.timeout(10_000)))?.spec?.nodeName ?? '';
    }

    test('says what a user lacks, and which image cannot be had', async () => {
      const nobody = stringify({
        ...(parse(restricted) as object),
        users: [{ name: 'relay-user', user: { token: 'none' } }],
      });
      await expect(start({ mode: 'service', namespace, kubeconfig: nobody })).rejects.toThrow('Unauthorized');
      const missing = start({ mode: 'service', namespace, kubeconfig: restricted, image: 'nowhere.invalid/none:1' });
      await expect(missing).rejects.toThrow(/(?:ErrImagePull|ImagePullBackOff)[\s\S]*kind load docker-image/);
    });
  });
});
