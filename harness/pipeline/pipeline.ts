import type { Pulse } from '../../mocks/pulse/pulse.ts';
import type { Qplane } from '../../mocks/qplane/qplane.ts';
import type { Edge } from '../edge/edge.ts';
import type { EdgeRoute } from '../edge/edge-route.ts';
import type { ObjectStore } from '../environments/embedded/store/object-store.ts';
import type { Environment } from '../environments/environment.ts';
import { writeAccess } from '../environments/write-access.ts';
import { EnvironmentError } from '../errors/environment-error.ts';
import type { Iam } from '../iam/iam.ts';
import { readPolicy } from '../iam/read-policy.ts';
import { type ClusterClient, openCluster } from '../kubernetes/cluster-client.ts';
import type { Overlay } from '../manifests/overlay/overlay.ts';
import { fixture } from '../project-paths.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { S3Store } from '../snapshot/snapshot.ts';
import { ownStore } from '../snapshot/store-in-force.ts';
import { imageCatalog } from './image-catalog.ts';
import { startPlatform } from './platform.ts';
import type { PipelineFiles } from './read-files.ts';

/** Everything that stands around the agents under test, started. */
export interface Pipeline extends AsyncDisposable {
  readonly environment: Environment;
  readonly cluster: ClusterClient;
  readonly edge: Edge;
  readonly iam: Iam;
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
  const { runId, seed, nodes, realTime, runDirectory } = options;
  const store = ownStore(snapshot);
  const platform = stack.use(
    await startPlatform({
      runId,
      seed,
      snapshot: snapshotText,
      region: store?.region ?? 'us-east-1',
      registrationToken: deployment.registrationToken,
      images: imageCatalog(options.images),
      nodes,
      realTime,
      runDirectory,
      routes,
    }),
  );
  const { environment, edge, qplane, pulse, iam, objects, ca } = platform;
  for (const key of deployment.accessKeys) iam.addAccessKey({ ...key, user: agentUser });
  const buckets = snapshot.objectStores.flatMap((candidate) => (candidate.kind === 's3' ? [candidate.bucket] : []));
  const made = [...new Set(buckets)].filter((bucket) => makeBucket(objects, bucket));
  if (store !== undefined && made.includes(store.bucket)) {
    const policy = await readPolicy(fixture('iam/artifacts-policy.json'), { bucket: store.bucket });
    iam.putUserPolicy(agentUser, 'artifacts', policy);
  }
  const cluster = stack.use(await openCluster(environment.kubeconfig));
  if (options.keep) await writeAccess(runDirectory, environment);
  const owned = stack.move();
  return {
    environment,
    cluster,
    edge,
    iam,
    qplane,
    pulse,
    store,
    caPem: ca.certPem,
    overlay: {
      trustConfigMap: `harness-trust-${runId}`,
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
