import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPulse, type Pulse } from '../../mocks/pulse/pulse.ts';
import { pulseRoute } from '../../mocks/pulse/pulse-route.ts';
import { createQplane, type Qplane } from '../../mocks/qplane/qplane.ts';
import { qplaneRoute } from '../../mocks/qplane/qplane-route.ts';
import { createEdge, type Edge } from '../edge/edge.ts';
import type { EdgeRoute } from '../edge/edge-route.ts';
import { role } from '../edge/hosts.ts';
import { noPushChannel } from '../edge/no-push-channel.ts';
import { qpointCloudStorage } from '../edge/qpoint-cloud-storage.ts';
import { createCertificateAuthority } from '../environments/embedded/certificates/certificate-authority.ts';
import { createEmbeddedStore, startEmbedded } from '../environments/embedded/start-embedded.ts';
import type { ObjectStore } from '../environments/embedded/store/object-store.ts';
import type { Environment } from '../environments/environment.ts';
import { EnvironmentError } from '../errors/environment-error.ts';
import { createIam } from '../iam/iam.ts';
import { readPolicy } from '../iam/read-policy.ts';
import { type ClusterClient, openCluster } from '../kubernetes/cluster-client.ts';
import type { Overlay } from '../manifests/overlay.ts';
import { fixture } from '../project-paths.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { S3Store } from '../snapshot/snapshot.ts';
import { ownStore } from '../snapshot/store-in-force.ts';
import { imageCatalog } from './image-catalog.ts';
import { knownHosts } from './known-hosts.ts';
import type { PipelineFiles } from './read-files.ts';

/** Everything that stands around the agents under test, started. */
export interface Pipeline extends AsyncDisposable {
  readonly environment: Environment;
  readonly cluster: ClusterClient;
  readonly edge: Edge;
  readonly qplane: Qplane;
  readonly pulse: Pulse;
  readonly overlay: Overlay;
  readonly caPem: string;
  /** The customer's bucket by the snapshot; undefined where the snapshot names none. */
  readonly store: S3Store | undefined;
}

/** The IAM user whose keys the agents use, as the guide names it. */
const agentUser = 'qpoint-artifacts';

/** Starts store, mocks, Edge and cluster. Throws `EnvironmentError` when one of them cannot be had. */
export async function startPipeline(
  options: RunOptions,
  files: PipelineFiles,
  routes: readonly EdgeRoute[],
): Promise<Pipeline> {
  try {
    return await start(options, files, routes);
  } catch (error) {
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    throw new EnvironmentError(`The embedded environment could not be started: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function start(options: RunOptions, files: PipelineFiles, routes: readonly EdgeRoute[]): Promise<Pipeline> {
  await using stack = new AsyncDisposableStack();
  const { deployment, snapshot, snapshotText } = files;
  const store = ownStore(snapshot);
  const region = store?.region ?? 'us-east-1';
  const ca = await createCertificateAuthority({ runId: options.runId });

  const root = {
    accessKeyId: `AKIAROOT${randomBytes(4).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  const iam = createIam();
  iam.addAccessKey({ ...root, user: 'root' });
  for (const key of deployment.accessKeys) iam.addAccessKey({ ...key, user: agentUser });
  const objects = createEmbeddedStore({ accounts: iam, region });
  const buckets = snapshot.objectStores.flatMap((candidate) => (candidate.kind === 's3' ? [candidate.bucket] : []));
  const made = [...new Set(buckets)].filter((bucket) => makeBucket(objects, bucket));
  if (store !== undefined && made.includes(store.bucket)) {
    const policy = await readPolicy(fixture('iam/artifacts-policy.json'), { bucket: store.bucket });
    iam.putUserPolicy(agentUser, 'artifacts', policy);
  }

  const account = { token: deployment.registrationToken, orgId: `org_${options.runId}` };
  const qplane = createQplane({ environments: [{ ...account, seed: options.seed, snapshot: snapshotText }] });
  const pulse = createPulse({ environments: [account] });
  const edge = stack.use(
    await createEdge({
      ca,
      routes: [
        ...routes,
        qplaneRoute(qplane),
        pulseRoute(pulse),
        storeRoute(objects),
        ...qpointCloudStorage(),
        noPushChannel,
      ],
    }),
  );
  const environment = stack.use(
    await startEmbedded({
      ca,
      images: imageCatalog(options.images),
      runDirectory: options.runDirectory,
      realTime: options.realTime,
      nodes: options.nodes,
      externalConnection: (socket, { pod, port }) =>
        edge.accept(socket, { caller: { namespace: pod.namespace, pod: pod.name, node: pod.node }, port }),
      store: objects,
      root,
      region,
    }),
  );
  const cluster = stack.use(await openCluster(environment.kubeconfig));
  if (options.keep) await writeAccess(options.runDirectory, environment);
  const owned = stack.move();
  return {
    environment,
    cluster,
    edge,
    qplane,
    pulse,
    store,
    caPem: ca.certPem,
    overlay: {
      trustConfigMap: `harness-trust-${options.runId}`,
      edgeAddress: environment.edgeAddress,
      hostNames: knownHosts(store),
      timeScale: environment.timeScale,
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A name that S3 would not take makes no bucket: the agents then meet what they would meet on AWS. */
function makeBucket(objects: ObjectStore, name: string): boolean {
  try {
    objects.createBucket(name);
    return true;
  } catch {
    return false;
  }
}

function storeRoute(store: ObjectStore): EdgeRoute {
  return {
    name: 'object-store',
    matches: (host) => role(host) === 'object-store',
    handle: (request, response) =>
      store.handle(request as Parameters<ObjectStore['handle']>[0], response as Parameters<ObjectStore['handle']>[1]),
    recordBodies: false,
  };
}

/** Files for a person who looks around in a kept environment. */
async function writeAccess(runDirectory: string, { kubeconfig, objectStore }: Environment): Promise<void> {
  const { endpoint, region, accessKeyId, secretAccessKey } = objectStore;
  const variables = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${value}\n`);
  await writeFile(join(runDirectory, 'kubeconfig'), kubeconfig, { mode: 0o600 });
  await writeFile(join(runDirectory, 's3.env'), lines.join(''), { mode: 0o600 });
}
