import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEdge } from '../../../harness/edge/edge.ts';
import type { EdgeRoute } from '../../../harness/edge/edge-route.ts';
import { role } from '../../../harness/edge/hosts.ts';
import type { Journal } from '../../../harness/edge/journal.ts';
import { qpointCloudStorage } from '../../../harness/edge/qpoint-cloud-storage.ts';
import { createCertificateAuthority } from '../../../harness/environments/embedded/certificates/certificate-authority.ts';
import { createClusterNetwork } from '../../../harness/environments/embedded/cluster/network/create-cluster-network.ts';
import type { ContainerProcess } from '../../../harness/environments/embedded/cluster/process/container-process.ts';
import { startContainerProcess } from '../../../harness/environments/embedded/cluster/process/start-container-process.ts';
import { createObjectStore, type ObjectStore } from '../../../harness/environments/embedded/store/object-store.ts';
import { type Ably, createAbly } from '../../ably/ably.ts';
import { ablyRoute } from '../../ably/ably-route.ts';
import { createPulse, type Pulse } from '../../pulse/pulse.ts';
import { pulseRoute } from '../../pulse/pulse-route.ts';
import { createQplane, type Qplane } from '../../qplane/qplane.ts';
import { qplaneRoute } from '../../qplane/qplane-route.ts';
import type { QplaneSettings } from '../../qplane/settings.ts';

export const token = 'token-of-the-test';
export const bucket = 'acme-qpoint-artifacts';
export const keys = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret-of-the-test' };
export const seed = 42;

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly error?: string;
  readonly [field: string]: unknown;
}

export interface TestProgram extends ContainerProcess {
  readonly ip: string;
  readonly output: () => string;
  /** What was written so far, line by line, as far as it is a JSON log. */
  readonly lines: () => LogLine[];
  /** Resolves when so many lines have the message, by default one; rejects when the program ends without them. */
  said(message: string, times?: number): Promise<LogLine>;
}

export interface StartOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether the node's root is seen at `/proc/1/root`, as in a privileged container. */
  readonly privileged?: boolean;
}

/** One node with everything that the stand-in talks to, as real as the embedded environment has it. */
export interface TestNode extends AsyncDisposable {
  readonly qplane: Qplane;
  readonly ably: Ably;
  readonly pulse: Pulse;
  readonly store: ObjectStore;
  readonly journal: Journal;
  readonly folder: string;
  qtap(options?: StartOptions): Promise<TestProgram>;
  /** A program of `fixtures/workload`, with the folder of probes mounted. */
  program(name: 'workload' | 'upstream', options?: StartOptions): Promise<TestProgram>;
  service(name: string, backend: TestProgram): void;
  /** GET at a port of a pod. */
  get(program: TestProgram, port: number, path: string): Promise<string>;
}

const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/pods', import.meta.url));
const script = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export async function testNode(options: {
  readonly snapshot: string;
  readonly routes?: readonly EdgeRoute[];
  readonly qplane?: Partial<QplaneSettings>;
  /** Organisations whose keys the push channel knows as well. */
  readonly furtherOrgIds?: readonly string[];
}): Promise<TestNode> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'qtap-'));
  stack.defer(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'root/run/harness'), { recursive: true });
  const ca = await createCertificateAuthority({ runId: 'qtap-test' });
  await writeFile(join(folder, 'ca.crt'), ca.certPem);

  const environment = { token, orgId: 'org_test', seed, snapshot: options.snapshot };
  const ably = createAbly({ orgIds: [environment.orgId, ...(options.furtherOrgIds ?? [])] });
  const qplane = createQplane({ environments: [environment], settings: options.qplane ?? {}, announce: ably.announce });
  const pulse = createPulse({ environments: [environment] });
  const store = stack.use(createStore());
  const storeRoute: EdgeRoute = {
    name: 'store',
    matches: (host) => role(host) === 'object-store',
    handle: (request, response) => store.handle(request, response as never),
    recordBodies: false,
  };
  const routes = [
    ...(options.routes ?? []),
    qplaneRoute(qplane),
    ablyRoute(ably),
    pulseRoute(pulse),
    storeRoute,
    ...qpointCloudStorage(),
  ];
  const edge = stack.use(await createEdge({ ca, routes }));
  const network = stack.use(
    createClusterNetwork({
      externalConnection: (socket, { pod, port }) =>
        edge.accept(socket, { caller: { namespace: pod.namespace, pod: pod.name, node: pod.node }, port }),
    }),
  );
  network.addNode('node-1');
  let pods = 0;

  const start = async (path: string, hostNetwork: boolean, start: StartOptions, mountPath: string) => {
    const name = `pod-${++pods}`;
    const identity = { uid: name, namespace: 'qpoint', name, node: 'node-1' };
    const attachment = await network.attach(identity, { hostNetwork, hostAliases: {} });
    const source = join(folder, mountPath === '/proc/1/root' ? 'root' : 'root/run/harness');
    const program = startProgram({
      script: script(path),
      args: start.args ?? [],
      environment: {
        SSL_CERT_FILE: join(folder, 'ca.crt'),
        E2E_TIME_SCALE: '20',
        ...attachment.environment,
        ...(start.privileged === false && { E2E_NODE_ROOT: join(folder, 'no-such-root') }),
        ...start.environment,
      },
      mounts: start.privileged === false ? [] : [{ path: mountPath, source, readOnly: false }],
      compileCache,
    });
    kept.defer(async () => {
      program.kill('SIGKILL');
      await program.exited;
      await attachment[Symbol.asyncDispose]();
    });
    return { ...program, ip: attachment.ip };
  };

  const kept = stack.move();
  return {
    qplane,
    ably,
    pulse,
    store,
    journal: edge.journal,
    folder,
    qtap: (given = {}) => {
      const environment = { REGISTRATION_TOKEN: token, ...keys, LOG_ENCODING: 'json', ...given.environment };
      return start('mocks/qtap/main.ts', true, { ...given, environment }, '/proc/1/root');
    },
    program: (name, given = {}) => start(`fixtures/workload/${name}.ts`, false, given, '/run/harness'),
    service: (name, { ip }) =>
      network.setService({
        namespace: 'qpoint',
        name,
        clusterIP: `10.96.0.${(name.charCodeAt(0) % 200) + 1}`,
        ports: [{ port: 80, backends: [{ ip, port: 8080 }] }],
      }),
    get: async ({ ip }, port, path) => {
      const real = network.port(ip, port);
      const answer = await fetch(`http://127.0.0.1:${real}${path}`);
      return await answer.text();
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function createStore(): ObjectStore {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = keys;
  const principal = {
    accessKeyId,
    secretAccessKey,
    accountId: '000000000000',
    arn: 'arn:aws:iam::000000000000:user/test',
  };
  const store = createObjectStore({
    region: 'eu-central-1',
    accounts: {
      find: (key) => (key === accessKeyId ? principal : undefined),
      authorize: () => ({ allowed: true }),
      checkBucketPolicy: () => ({ isPublic: false }),
    },
  });
  store.createBucket(bucket);
  return store;
}

function startProgram(options: Omit<Parameters<typeof startContainerProcess>[0], 'onOutput'>): Omit<TestProgram, 'ip'> {
  let output = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of [...waiting]) look();
  };
  const program = startContainerProcess({
    ...options,
    onOutput: (_, chunk) => {
      output += chunk.toString();
      changed();
    },
  });
  void program.exited.then(() => {
    ended = true;
    changed();
  });
  const lines = () =>
    output
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{"level"'))
      .map((line) => JSON.parse(line) as LogLine);
  return {
    ...program,
    output: () => output,
    lines,
    said: async (message, times = 1) => {
      const { promise, resolve, reject } = Promise.withResolvers<LogLine>();
      const look = () => {
        const found = lines().filter(({ msg }) => msg === message)[times - 1];
        if (found !== undefined) resolve(found);
        else if (ended) reject(new Error(`the program ended without "${message}": ${output}`));
      };
      waiting.add(look);
      look();
      try {
        return await promise;
      } finally {
        waiting.delete(look);
      }
    },
  };
}
