import { openBucket } from '../../../environments/existing/bucket-access.ts';
import { cleanHint } from '../../../environments/existing/clean-hint.ts';
import { type ChosenContext, loadKubeconfig } from '../../../environments/existing/load-kubeconfig.ts';
import { missingRights } from '../../../environments/existing/missing-rights.ts';
import { productionWord } from '../../../environments/existing/production-word.ts';
import { readOwner } from '../../../environments/existing/run-record.ts';
import { nodeImageName } from '../../../environments/kind/images/node-image-name.ts';
import type { Check } from '../../../environments/preflight/check.ts';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import { InputError } from '../../../errors/input-error.ts';
import type { Node } from '../../../kubernetes/cluster-client.ts';
import { type ClusterRequests, openRequests } from '../../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import { readText } from '../../../manifests/read-text.ts';
import { fixture } from '../../../project-paths.ts';
import { readSnapshot } from '../../../snapshot/read-snapshot.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import { ownStore } from '../../../snapshot/store-in-force.ts';
import { readDeployment } from '../../deployment-inputs.ts';
import { snapshotFile } from '../../snapshot-file.ts';
import { existingRights } from './existing-rights.ts';
import { requireBucket } from './require-bucket.ts';
import { standInImage } from './stand-in-image.ts';

export interface ExistingPreflightOptions {
  /** Undefined: the current one. */
  readonly context: string | undefined;
  /** Undefined: as the manifests say. */
  readonly namespace: string | undefined;
  readonly bucket: string | undefined;
  readonly endpoint: string | undefined;
  readonly standInImages: string | undefined;
  /** Paths. */
  readonly manifests: string;
  readonly snapshot: string;
}

type Rules = Parameters<typeof missingRights>[2];

const forbidden = 403;
const notFound = 404;

/** What is looked at in a cluster that answers. */
const inCluster = ['namespace', 'rights', 'pod security', 'other runs', 'images'];

/** Level of pod security, Kubernetes' own label. */
const enforceLabel = 'pod-security.kubernetes.io/enforce';

/** Looks at everything that a run in somebody's cluster needs. Throws `InputError` for files that cannot be read. */
export async function existingPreflight(options: ExistingPreflightOptions): Promise<Check[]> {
  const { namespace, rules } = await existingRights(options);
  const file = snapshotFile(options);
  const snapshot = readSnapshot(await readText(file), { file });
  const target = loadKubeconfig(options.context, process.env);
  const [files, cluster, bucket] = await Promise.all([
    filesCheck(options, snapshot),
    clusterChecks(target, namespace, rules, options),
    bucketCheck(options, snapshot),
  ]);
  return [nameCheck(target, namespace, options.bucket), files, ...cluster, bucket];
}

/** Whether manifests, snapshot and QScan mean the namespace and the bucket that the run is to have. */
async function filesCheck(
  { manifests, namespace, bucket }: ExistingPreflightOptions,
  snapshot: Snapshot,
): Promise<Check> {
  const name = 'files';
  try {
    const environment = { name: 'existing', namespace } as const;
    const files = { manifests, environment, secrets: undefined, images: [] };
    const deployment = await readDeployment(files, fixture('secrets/secrets.yaml'));
    if (bucket !== undefined) requireBucket(bucket, { snapshot, deployment });
    const places = [...deployment.namespaces, ...(bucket === undefined ? [] : [bucket])];
    return { name, state: 'ok', found: `name no other place than ${places.join(' and ')}` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { name, state: 'failed', found: error.message };
  }
}

async function clusterChecks(
  target: ChosenContext,
  namespace: string,
  rules: Rules,
  options: ExistingPreflightOptions,
): Promise<Check[]> {
  try {
    using requests = await openRequests(target.kubeconfig);
    const server = await serverCheck(requests, target);
    if (server.state === 'failed') return [server, ...inCluster.map(unseen)];
    return [
      server,
      ...(await namespaceChecks(requests, namespace)),
      await rightsCheck(requests, namespace, rules),
      await otherRuns(requests, namespace, cleanHint({ ...options, context: target.context, namespace })),
      await imagesCheck(requests, options.standInImages),
    ];
  } catch (error) {
    // A login that fails, now or between two requests.
    if (!(error instanceof EnvironmentError)) throw error;
    return [{ name: 'API server', state: 'failed', found: error.message }, ...inCluster.map(unseen)];
  }
}

function unseen(name: string): Check {
  return { name, state: 'unknown', found: 'not seen without the cluster' };
}

function nameCheck(target: ChosenContext, namespace: string, bucket: string | undefined): Check {
  const { context, server } = target;
  const word = productionWord({ ...target, namespace, bucket });
  if (word === undefined) return { name: 'context', state: 'ok', found: `${context}, ${server}` };
  const found = `${word} looks like production: a run wants --allow-production ${context}`;
  return { name: 'context', state: 'unknown', found };
}

async function serverCheck(requests: ClusterRequests, { context }: ChosenContext): Promise<Check> {
  const name = 'API server';
  try {
    const { gitVersion } = await requests.get<{ gitVersion: string }>('/version');
    return { name, state: 'ok', found: gitVersion };
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof KubernetesError && error.status === forbidden)
      return { name, state: 'ok', found: 'answers, and does not tell its version' };
    return {
      name,
      state: 'failed',
      found: code ?? message,
      remedy: `see whether kubectl --context ${context} version answers`,
    };
  }
}

async function namespaceChecks(requests: ClusterRequests, namespace: string): Promise<Check[]> {
  try {
    const { metadata } = await requests.get<{ metadata: { labels?: Record<string, string> } }>(
      `/api/v1/namespaces/${namespace}`,
    );
    const level = metadata.labels?.[enforceLabel];
    return [{ name: 'namespace', state: 'ok', found: namespace }, podSecurity(namespace, level)];
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    return [{ name: 'namespace', state: 'failed', ...namespaceProblem(error, namespace) }, unseen('pod security')];
  }
}

function namespaceProblem({ status, message }: KubernetesError, namespace: string): Pick<Check, 'found' | 'remedy'> {
  if (status === forbidden) return { found: `${namespace} may not be looked at`, remedy: 'see the rights below' };
  if (status !== notFound) return { found: message };
  return { found: `there is no ${namespace}`, remedy: `make it: kubectl create namespace ${namespace}` };
}

function podSecurity(namespace: string, level: string | undefined): Check {
  const name = 'pod security';
  if (level === 'privileged') return { name, state: 'ok', found: level };
  if (level === undefined)
    return {
      name,
      state: 'unknown',
      found: "the namespace says nothing: the cluster's own level holds, privileged unless set",
    };
  return {
    name,
    state: 'failed',
    found: `${level} keeps Qtap out, which is privileged`,
    remedy: `kubectl label --overwrite namespace ${namespace} ${enforceLabel}=privileged`,
  };
}

async function rightsCheck(requests: ClusterRequests, namespace: string, rules: Rules): Promise<Check> {
  const name = 'rights';
  const missing = await missingRights(requests, namespace, rules).catch((error: unknown) => {
    if (error instanceof EnvironmentError) return error;
    throw error;
  });
  if (missing instanceof EnvironmentError) return { name, state: 'failed', found: missing.message };
  if (missing.length === 0) return { name, state: 'ok', found: `all that a run needs in ${namespace}` };
  return {
    name,
    state: 'failed',
    found: `missing: ${missing.join(', ')}`,
    remedy: 'the manifest that grants them: the same command with --rbac',
  };
}

async function otherRuns(requests: ClusterRequests, namespace: string, cleanCommand: string): Promise<Check> {
  const name = 'other runs';
  try {
    const owner = await readOwner(requests, namespace);
    if (owner === undefined) return { name, state: 'ok', found: 'none has the namespace' };
    return {
      name,
      state: 'failed',
      found: `run ${owner.record.runId} of ${owner.by} has the namespace`,
      remedy: `wait for its end; if it was killed: ${cleanCommand}`,
    };
  } catch (error) {
    if (error instanceof EnvironmentError) return { name, state: 'failed', found: error.message };
    if (!(error instanceof KubernetesError)) throw error;
    return { name, state: 'unknown', found: 'may not be looked for' };
  }
}

/** Whether the nodes have the run's own images; one that they pull is as good, which nobody sees from here. */
async function imagesCheck(requests: ClusterRequests, repository: string | undefined): Promise<Check> {
  const name = 'images';
  if (repository === undefined)
    return { name, state: 'unknown', found: 'name where the nodes pull them from by --stand-in-images' };
  const wanted = (['workload', 'upstream'] as const).map((role) => standInImage(repository, role).name);
  const remedy = `make sure that the nodes can pull them: npm run images -- ${repository} --push`;
  try {
    const { items } = await requests.get<{ items: Node[] }>('/api/v1/nodes');
    const known = new Set(
      items.flatMap(({ status }) => status?.images?.flatMap(({ names = [] }) => names ?? []) ?? []),
    );
    const absent = wanted.filter((image) => !known.has(nodeImageName(image)));
    if (absent.length === 0) return { name, state: 'ok', found: wanted.join(', ') };
    return { name, state: 'unknown', found: `no node has ${absent.join(', ')}; ${remedy}` };
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    return { name, state: 'unknown', found: `${wanted.join(', ')}: nodes may not be looked at; ${remedy}` };
  }
}

async function bucketCheck({ bucket, endpoint }: ExistingPreflightOptions, snapshot: Snapshot): Promise<Check> {
  const name = 'bucket';
  if (bucket === undefined) return { name, state: 'unknown', found: 'name it by --bucket' };
  const region = ownStore(snapshot)?.region ?? 'us-east-1';
  await using access = await openBucket({ bucket, region, endpoint });
  try {
    await access.credentials();
    await access.check();
    const { size } = await access.keys();
    return { name, state: 'ok', found: `${bucket} at ${endpoint ?? `S3 in ${region}`}, ${size} objects` };
  } catch (error) {
    return { name, state: 'failed', found: (error as Error).message };
  }
}
