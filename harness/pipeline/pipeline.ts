import type { Ably } from '../../mocks/ably/ably.ts';
import type { Pulse } from '../../mocks/pulse/pulse.ts';
import type { PulseSettings } from '../../mocks/pulse/settings.ts';
import type { IssuedEnvironment } from '../../mocks/qplane/issue-tokens.ts';
import type { Qplane } from '../../mocks/qplane/qplane.ts';
import type { Settings as QscanSettings } from '../../mocks/qscan/settings.ts';
import type { Edge } from '../edge/edge.ts';
import type { EdgeRoute } from '../edge/edge-route.ts';
import type { FaultPlan } from '../edge/faults/fault-plan.ts';
import type { AccessKey, Environment } from '../environments/environment.ts';
import { writeAccess } from '../environments/write-access.ts';
import { EnvironmentError } from '../errors/environment-error.ts';
import { InputError } from '../errors/input-error.ts';
import type { Iam } from '../iam/iam.ts';
import { readPolicy } from '../iam/read-policy.ts';
import { type ClusterClient, openCluster } from '../kubernetes/cluster-client.ts';
import type { Overlay } from '../manifests/overlay/overlay.ts';
import { fixture } from '../project-paths.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import type { S3Store } from '../snapshot/snapshot.ts';
import { ownStore } from '../snapshot/store-in-force.ts';
import { trafficNamespace } from './apply-manifests.ts';
import { chooseEnvironment } from './environments/choose-environment.ts';
import type { StoreSetUp } from './environments/prepared-environment.ts';
import { type Platform, startPlatform } from './platform.ts';
import type { PipelineFiles } from './read-files.ts';
import { writeEvidence } from './write-evidence.ts';

/** Everything that stands around the agents under test, started. */
export interface Pipeline extends AsyncDisposable {
  readonly environment: Environment;
  readonly cluster: ClusterClient;
  readonly edge: Edge;
  /** Puts faults on the way to what the Edge serves; empty at first. */
  readonly faults: FaultPlan;
  readonly iam: Iam;
  readonly qplane: Qplane;
  readonly pulse: Pulse;
  /** The push channel. */
  readonly ably: Ably;
  /** From now on Qplane and Pulse refuse the token. */
  readonly expireToken: Platform['expireToken'];
  readonly overlay: Overlay;
  readonly caPem: string;
  /** What the Secrets that the run makes hold. */
  readonly agentKey: AccessKey;
  /** The customer's bucket by the snapshot; undefined where the snapshot names none. */
  readonly store: S3Store | undefined;
  /** Writes what there is to see of the run into a folder, without lines for which `holdsValue`. */
  writeEvidence(folder: string, holdsValue: (text: string) => boolean): Promise<void>;
}

/** The IAM user whose keys the agents use, as the guide names it. */
const agentUser = 'qpoint-artifacts';

/** What a scenario adds to what every run has. */
export interface PipelineAdditions {
  /** Served before the platform's own. */
  readonly routes: readonly EdgeRoute[];
  /** What of Pulse shall be otherwise than by default. */
  readonly pulse?: Partial<PulseSettings>;
  /** The same of the stand-in QScan. */
  readonly qscan?: Partial<QscanSettings>;
  /** The bucket, its user and that one's rights, otherwise than the guide's steps make them. */
  readonly store?: (guide: StoreSetUp) => StoreSetUp;
  /** What Qplane and Pulse know beside the run's own environment, or in its place: where one has the run's token, accepted or expired. */
  readonly environments?: readonly IssuedEnvironment[];
}

/** How a step follows the start, and ends it. */
export type StartStep = Pick<Step, 'signal' | 'progress' | 'note' | 'rescue'>;

/**
 * Starts store, mocks, Edge and cluster. Throws `EnvironmentError` when one of them cannot be had, `InputError` where the user's
 * files do not fit the environment, or two environments share a token.
 */
export async function startPipeline(
  options: RunOptions,
  files: PipelineFiles,
  additions: PipelineAdditions,
  step: StartStep,
): Promise<Pipeline> {
  try {
    return await start(options, files, additions, step);
  } catch (error) {
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    if (error instanceof EnvironmentError || error instanceof InputError) throw error;
    if (step.signal.aborted) throw error;
    const { name } = options.environment;
    throw new EnvironmentError(`The ${name} environment could not be started: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function start(
  options: RunOptions,
  files: PipelineFiles,
  additions: PipelineAdditions,
  step: StartStep,
): Promise<Pipeline> {
  await using stack = new AsyncDisposableStack();
  const { qscan, store: otherwise = (guide) => guide, ...ofPlatform } = additions;
  const { deployment, snapshot, snapshotText, model } = files;
  const { runId, seed, runDirectory } = options;
  const store = ownStore(snapshot);
  const setUp = otherwise(await storeSetUp(files, store));
  const platform = stack.use(
    await startPlatform({
      runId,
      seed,
      snapshot: model ?? snapshotText,
      registrationToken: deployment.registrationToken,
      environment: (basis) => chooseEnvironment({ options, deployment, snapshot, setUp, ...step }, basis),
      ...ofPlatform,
    }),
  );
  const { environment, edge, faults, qplane, pulse, ably, iam, ca, expireToken } = platform;
  const opened = stack.use(await openCluster(environment.kubeconfig));
  const cluster = environment.tenancy?.asGuest(opened) ?? opened;
  const { tenancy } = environment;
  if (options.keep) await writeAccess(runDirectory, environment, tenancy && { NAMESPACE: tenancy.namespace });
  const owned = stack.move();
  return {
    environment,
    cluster,
    edge,
    faults,
    iam,
    qplane,
    pulse,
    ably,
    expireToken,
    store,
    caPem: ca.certPem,
    agentKey: environment.agentKey ?? deployment.ownKey,
    overlay: {
      trustConfigMap: `harness-trust-${runId}`,
      timeScale: environment.timeScale,
      ...(qscan && { variables: { E2E_QSCAN_SETTINGS: JSON.stringify(qscan) } }),
      environment: environment.podOverlay,
    },
    writeEvidence(folder, holdsValue) {
      const namespaces = [...new Set([...deployment.namespaces, trafficNamespace(environment)])];
      return writeEvidence({ cluster, edge, environment }, namespaces, folder, holdsValue);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function storeSetUp({ snapshot, deployment }: PipelineFiles, store: S3Store | undefined): Promise<StoreSetUp> {
  const buckets = snapshot.objectStores.flatMap((candidate) => (candidate.kind === 's3' ? [candidate.bucket] : []));
  const policy = store && (await readPolicy(fixture('iam/artifacts-policy.json'), { bucket: store.bucket }));
  return {
    region: store?.region ?? 'us-east-1',
    buckets: [...new Set(buckets)],
    user: agentUser,
    policies: store === undefined || policy === undefined ? [] : [{ bucket: store.bucket, document: policy }],
    ownKey: deployment.ownKey,
    furtherKeys: deployment.furtherKeys,
  };
}
