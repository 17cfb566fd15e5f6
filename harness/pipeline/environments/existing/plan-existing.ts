import { type AgentHosts, agentHosts } from '../../../environments/existing/agent-hosts.ts';
import { type BucketAccess, openBucket } from '../../../environments/existing/bucket-access.ts';
import { cleanHint } from '../../../environments/existing/clean-hint.ts';
import { type ChosenContext, loadKubeconfig } from '../../../environments/existing/load-kubeconfig.ts';
import { missingRights } from '../../../environments/existing/missing-rights.ts';
import { neededRights } from '../../../environments/existing/needed-rights.ts';
import { productionWord } from '../../../environments/existing/production-word.ts';
import { requireNamespace } from '../../../environments/existing/require-namespace.ts';
import { runLabel } from '../../../environments/existing/run-names.ts';
import { requireFree } from '../../../environments/existing/run-owner.ts';
import { relayName } from '../../../environments/relay/relay-objects.ts';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import { InputError } from '../../../errors/input-error.ts';
import type { SourcePosition } from '../../../errors/source-position.ts';
import { type ClusterRequests, openRequests } from '../../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import { isNamespaced, resourcePath } from '../../../kubernetes/resource-path.ts';
import type { Manifest } from '../../../manifests/manifest.ts';
import type { EnvironmentOverlay } from '../../../manifests/overlay/overlay.ts';
import { fixture } from '../../../project-paths.ts';
import type { ExistingChoice } from '../../../scenario/environment-choice.ts';
import type { RunOptions } from '../../../scenario/run-options.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import { trafficHost } from '../../../traffic/replay/replay-protocol.ts';
import type { DeploymentInputs } from '../../deployment-inputs.ts';
import { imageRole } from '../../image-roles.ts';
import { type PlannedObject, type PlannedRelay, plannedObjects } from './planned-objects.ts';
import { replacedImage } from './replaced-image.ts';
import { requireBucket } from './require-bucket.ts';
import { requireKnownKinds } from './require-known-kinds.ts';
import { requireKeys, wantedSecrets } from './secret-plan.ts';
import { standInImage } from './stand-in-image.ts';
import { type UnreadToken, unreadToken } from './unread-token.ts';

export interface PlanExistingOptions {
  readonly choice: ExistingChoice;
  readonly options: RunOptions;
  readonly deployment: DeploymentInputs;
  readonly snapshot: Snapshot;
  readonly region: string;
  readonly timeScale: number;
  readonly progress: (text: string) => void;
}

/** All that is known before anything is made. Holds the connections that were opened for it. */
export interface ExistingPlan extends AsyncDisposable {
  readonly target: ChosenContext;
  readonly namespace: string;
  /** Removes what a killed run left in the namespace. */
  readonly cleanCommand: string;
  readonly requests: ClusterRequests;
  readonly bucket: BucketAccess;
  /** What the relay is to be. */
  readonly relay: PlannedRelay;
  readonly objects: readonly PlannedObject[];
  /** Cluster-scoped objects of the manifests, which no run makes, with what was seen of them. */
  readonly clusterScoped: readonly {
    readonly title: string;
    readonly position: SourcePosition;
    readonly state: string;
  }[];
  /** Names of Secrets that the run does not make. */
  readonly presentSecrets: ReadonlySet<string>;
  /** Of those that it makes otherwise: nothing refers to them. */
  readonly needlessSecrets: ReadonlySet<string>;
  readonly unreadToken: UnreadToken | undefined;
  readonly warnings: readonly string[];
  overlay(address: string): EnvironmentOverlay;
}

/** Stands for the relay's address before there is one (TEST-NET-1, RFC 5737). */
export const placeholderAddress = '192.0.2.1';

const versionsWarning =
  'WARNING: the bucket keeps versions: what the run stores there is removed after it, and stays as versions with its planted values; take a bucket without versioning, or remove those versions yourself';

const forbidden = 403;
const notFound = 404;

/**
 * Looks at files, cluster, rights, bucket and every object that a run would make, by server-side dry runs; makes nothing.
 * Throws `InputError` where the files do not fit, `EnvironmentError` where cluster or bucket cannot be used.
 */
export async function planExisting(asked: PlanExistingOptions): Promise<ExistingPlan> {
  const { choice, options, deployment, snapshot, region, progress } = asked;
  await using stack = new AsyncDisposableStack();
  const [namespace = ''] = deployment.namespaces;
  requireBucket(choice.bucket, { snapshot, deployment });
  const target = loadKubeconfig(choice.context, process.env);
  refuseProduction(target, namespace, choice);

  progress(`asking ${target.context} for the namespace ${namespace}`);
  const requests = stack.use(await openRequests(target.kubeconfig));
  const remedy = `a run makes none: make it (kubectl create namespace ${namespace}), or name another by --namespace`;
  await requireNamespace({ requests, target, namespace, remedy });
  await requireKnownKinds(requests, deployment.manifests);
  const namespaced = deployment.manifests.filter(({ object }) => isNamespaced(object.kind));
  await requireRights(requests, namespace, namespaced, asked);
  const place = { context: target.context, namespace, bucket: choice.bucket, endpoint: choice.s3Endpoint };
  const cleanCommand = cleanHint(place);
  await requireFree({ requests, namespace, cleanCommand });

  progress(`asking for the bucket ${choice.bucket}`);
  const bucket = stack.use(await openBucket({ bucket: choice.bucket, region, endpoint: choice.s3Endpoint }));
  await bucket.credentials();
  await bucket.check();
  const keepsVersions = (await bucket.keepsVersions()) ?? false;

  progress('asking the API server what it would say to each object');
  const clusterScoped = await Promise.all(
    deployment.manifests
      .filter(({ object }) => !isNamespaced(object.kind))
      .map((manifest) => lookAt(requests, manifest)),
  );
  const hosts = hostsOf(asked);
  const overlay = environmentOverlay(asked, hosts);
  const relay: PlannedRelay = {
    ...{ mode: 'service', namespace, ports: hosts.ports, labels: { [runLabel]: options.runId } },
    // Any image with Node: this one has to be there anyway.
    image: standInImage(choice.standInImages, 'workload').name,
  };
  const wanted = wantedSecrets(deployment, fixture('secrets/secrets.yaml'));
  const objects = await plannedObjects({
    requests,
    namespace,
    namespaced,
    wanted,
    relay,
    overlay: {
      trustConfigMap: `harness-trust-${options.runId}`,
      timeScale: asked.timeScale,
      environment: overlay(placeholderAddress),
    },
  });
  const presentSecrets = new Set(
    objects
      .filter(({ object, answer, position }) => object.kind === 'Secret' && answer === 'there already' && !position)
      .map(({ object }) => object.metadata.name ?? ''),
  );
  refuseOverwriting(objects, namespace);
  requireKeys(wanted, { present: presentSecrets, namespace, isS3: choice.s3Endpoint === undefined });
  const written = deployment.manifests.filter(({ object }) => object.kind === 'Secret');
  const inFiles = new Set([...written.map(({ object }) => object.metadata.name), ...wanted.map(({ name }) => name)]);
  const guides = new Set(wanted.filter(({ isGiven }) => !isGiven).map(({ name }) => name));
  const isUnread = (name: string) => !inFiles.has(name) || (guides.has(name) && presentSecrets.has(name));
  const made = deployment.madeSecrets(deployment.ownKey).map(({ manifest }) => manifest.object.metadata.name ?? '');
  const owned = stack.move();
  return {
    target,
    namespace,
    cleanCommand,
    requests,
    bucket,
    relay,
    objects,
    clusterScoped,
    presentSecrets,
    needlessSecrets: new Set(made.filter((name) => !wanted.some((secret) => secret.name === name))),
    unreadToken: unreadToken(deployment.agents, isUnread),
    warnings: [
      ...warningsOf(asked),
      ...(keepsVersions ? [versionsWarning] : []),
      ...objects.flatMap(({ title, warnings }) =>
        warnings.map((text) => `WARNING of the API server, ${title}: ${text}`),
      ),
    ],
    overlay,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function refuseProduction(
  target: ChosenContext,
  namespace: string,
  { bucket, allowProduction: allowed }: ExistingChoice,
): void {
  if (allowed !== undefined && allowed !== target.context) {
    throw new InputError(
      `--allow-production names the context ${allowed}, and the run goes to ${target.context}: name that one, or leave the flag out.`,
    );
  }
  const word = productionWord({ ...target, namespace, bucket });
  if (word === undefined || allowed === target.context) return;
  throw new InputError(
    `The ${word} looks like production: the run would put its agents and its traffic there. Choose another by --context, --namespace and --bucket; if it is meant: --allow-production ${target.context}`,
  );
}

async function requireRights(
  requests: ClusterRequests,
  namespace: string,
  namespaced: readonly Manifest[],
  { choice: { context }, options: { manifests } }: PlanExistingOptions,
): Promise<void> {
  const objects = namespaced.map(({ object }) => object);
  const missing = await missingRights(requests, namespace, neededRights(namespace, objects));
  if (missing.length === 0) return;
  const flags = [
    ...(context === undefined ? [] : ['--context', context]),
    ...['--namespace', namespace],
    ...(manifests === fixture('manifests') ? [] : ['--manifests', manifests]),
  ].join(' ');
  throw new EnvironmentError(
    `This user lacks rights in the namespace ${namespace}: ${missing.join(', ')}. The manifest that grants them: npm run doctor -- --environment existing ${flags} --rbac`,
  );
}

async function lookAt(requests: ClusterRequests, manifest: Manifest) {
  const { apiVersion, kind, metadata } = manifest.object;
  const title = `${kind} ${metadata.name ?? ''}`;
  const position = manifest.locate(['metadata', 'name']);
  try {
    await requests.get(`${resourcePath(apiVersion, kind, undefined)}/${metadata.name}`);
    return { title, position, state: 'is in the cluster, and used as it is' };
  } catch (error) {
    if (!(error instanceof KubernetesError) || (error.status !== notFound && error.status !== forbidden)) throw error;
    if (error.status === forbidden)
      return { title, position, state: 'has to be in the cluster: these rights do not show whether it is' };
    throw new InputError(
      `the ${title} is not in the cluster, and a run makes nothing outside its namespace: let an administrator apply it, or leave it out.`,
      position,
    );
  }
}

function hostsOf({ choice, deployment, snapshot, region }: PlanExistingOptions): AgentHosts {
  const stores = snapshot.objectStores.flatMap((store) => (store.kind === 's3' ? [store] : []));
  const variables = deployment.agents.flatMap((agent) => [...agent.variables]);
  const regions = [
    region,
    ...stores.map((store) => store.region),
    ...variables.flatMap(([name, { value }]) => (/REGION/.test(name) ? [value] : [])),
  ];
  return agentHosts({
    buckets: [choice.bucket],
    regions: [...new Set(regions)].filter((name) => /^[a-z]{2}(-[a-z]+)+-\d+$/.test(name)),
    named: [
      trafficHost,
      ...stores.flatMap(({ endpoint, accessUrl }) => [endpoint, accessUrl]),
      ...snapshot.objectStores.flatMap((store) => (store.kind === 'qpoint' ? [store.url] : [])),
      ...snapshot.eventStores.map(({ url }) => url),
      ...variables.flatMap(([name, { value }]) => (/(ENDPOINT|URL|HOST)/.test(name) ? [value] : [])),
    ],
  });
}

function environmentOverlay(
  { choice, options }: PlanExistingOptions,
  { hostnames }: AgentHosts,
): (address: string) => EnvironmentOverlay {
  const isStandIn = choice.agentImages.source === 'stand-in';
  const replaceImage = replacedImage(choice, options.images);
  return (address) => ({
    replaceImage,
    ...(isStandIn && { isIdle: (image: string) => imageRole(image, options.images) === 'idle' }),
    podLabels: { [runLabel]: options.runId },
    compressProbes: isStandIn && !options.realTime,
    hostAliases: [{ ip: address, hostnames }],
  });
}

/** A run never touches what somebody deployed. */
function refuseOverwriting(objects: readonly PlannedObject[], namespace: string): void {
  for (const { title, object, position, answer } of objects) {
    if (answer !== 'there already') continue;
    const whose = `${title} is in the namespace ${namespace} already, and a run does not overwrite what it did not make`;
    const remedy = 'name a namespace without it by --namespace';
    if (position !== undefined) throw new InputError(`${whose}: ${remedy}, or rename it in the manifest.`, position);
    if (object.kind !== 'Secret' || object.metadata.name === relayName) {
      throw new InputError(`${whose}; the run itself needs that name: ${remedy}.`);
    }
  }
}

function warningsOf({ choice, deployment }: PlanExistingOptions): string[] {
  const runsReal = choice.agentImages.source === 'real' || choice.agentImages.qtap !== undefined;
  if (!runsReal || !deployment.agents.some(({ role }) => role === 'qtap')) return [];
  return [
    'WARNING: a real Qtap captures the traffic of every tenant of its node, not only that of this run: their payloads go to the bucket too, until the run ends',
  ];
}
