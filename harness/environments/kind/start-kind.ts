import { readFileSync } from 'node:fs';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { requireChecks } from '../preflight/require-checks.ts';
import { type CreateKindOptions, createKind } from './create-kind.ts';
import { findKept, leaveKept, rememberKept, takeKept } from './kept-kind.ts';
import { execInNode, type KindCluster } from './kind-cluster.ts';
import type { KindOptions, KindPart, KindWitness, StartedKind, Timed } from './kind-options.ts';
import { hasKindNetwork } from './life/docker-objects.ts';
import { keptCluster } from './life/kept-cluster.ts';
import { noteNetwork } from './life/network-note.ts';
import { type RunRemains, removeRun } from './life/remove-run.ts';
import { reuseFolder } from './life/reuse-folder.ts';
import { reuseId } from './life/reuse-id.ts';
import { reuseLock, takeReuseLock } from './life/reuse-lock.ts';
import { startRunWatcher } from './life/run-watcher.ts';
import { pinnedImages } from './pinned-images.ts';
import { kindPreflight, type PreflightOptions } from './preflight.ts';
import { readNodes } from './read-nodes.ts';
import { clusterName } from './run-names.ts';
import { askLocalStack } from './store/ask-localstack.ts';
import { type KindStore, openKindStore } from './store/kind-store.ts';
import { writeKindEvidence } from './write-kind-evidence.ts';

/** A cluster and an object store in containers. Disposed of, both are gone, or as they were before where they are kept. */
export interface KindEnvironment extends AsyncDisposable, KindWitness {
  readonly cluster: KindCluster;
  readonly store: KindStore;
  /** Awaits what the store was asked. Rejects with `EnvironmentError` that says what became of it where it does not answer. */
  asked<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing of an earlier run is left in the cluster; rejects with `EnvironmentError` where something stays. */
  readonly emptied: Promise<void>;
  /** How long each part took, milliseconds. */
  readonly timings: Readonly<Record<KindPart, number>>;
}

/**
 * Starts a kind cluster with its images, and LocalStack, side by side; with `reuse` the kept ones where they run. What was made is
 * removed when it fails half-way, when the signal aborts, and by a process of its own when this one is killed. Throws
 * `EnvironmentError`.
 */
export async function startKind(options: KindOptions): Promise<KindEnvironment> {
  const timings: Record<KindPart, number> = { cluster: 0, store: 0, images: 0 };
  const timed: Timed = async (part, work) => {
    const startedAt = performance.now();
    const result = await work;
    timings[part] = performance.now() - startedAt;
    return result;
  };
  return { ...(await (options.reuse ? startKept(options, timed) : startOwn(options, timed))), timings };
}

type WithoutTimings = Omit<KindEnvironment, 'timings'>;

async function startOwn(options: KindOptions, timed: Timed): Promise<WithoutTimings> {
  const { runId: id, runDirectory, signal } = options;
  const name = clusterName(id);
  requireChecks('kind', await kindPreflight(needs(options)));
  await using stack = new AsyncDisposableStack();
  const watcher = stack.use(startRunWatcher());
  const groups = new Set<number>();
  const everything: RunRemains = {
    id,
    containers: true,
    network: !(await hasKindNetwork(signal)),
    paths: [runDirectory],
  };
  if (everything.network) noteNetwork(runDirectory);
  watcher.watch(everything);
  stack.defer(() => removeRun({ ...everything, paths: [] }, groups));
  const started = await createOrRescue({ options, id, name, directory: runDirectory, timed, watcher, groups });
  using requests = await openRequests(readFileSync(started.kubeconfigFile, 'utf8'));
  const nodes = await readNodes(requests);
  return environment(started, name, nodes, options, Promise.resolve(), stack.move());
}

async function startKept(options: KindOptions, timed: Timed): Promise<WithoutTimings> {
  const { runId, runDirectory, signal, region } = options;
  const folder = reuseFolder();
  const id = reuseId(folder);
  const name = clusterName(id);
  await using stack = new AsyncDisposableStack();
  const watcher = stack.use(startRunWatcher());
  stack.use(takeReuseLock(folder, runId));
  const kept = keptCluster(folder);
  const lock = reuseLock(folder);
  const whose = { lock, runId, paths: [lock] };
  const remains = { id, containers: false, network: false, paths: [runDirectory], kept: whose };

  /** From here on the cluster outlives the run: what the run put into it goes. */
  const keep = (started: StartedKind): void => {
    watcher.watch(remains);
    stack.defer(async () => {
      // One that does not answer any more is made anew by the next run, which removes all the rest as well.
      await leaveKept(started, kept, region).catch(() => undefined);
    });
  };

  const running = await findKept(id, kept, options);
  if (running !== undefined) {
    keep(running);
    const { emptied } = stack.use(await takeKept(running, name, kept, options, timed));
    return environment(running, name, running.nodes, options, emptied, stack.move());
  }

  requireChecks('kind', await kindPreflight(needs(options)));
  const everything: RunRemains = { ...remains, containers: true, network: !(await hasKindNetwork(signal)) };
  kept.forget();
  if (everything.network) noteNetwork(folder);
  watcher.watch({ ...everything, kept: { ...whose, paths: [folder] } });
  const made = { ...everything, paths: [], kept: { ...whose, paths: [] } };
  await removeRun(made);
  const groups = new Set<number>();
  await using unfinished = new AsyncDisposableStack();
  unfinished.defer(() => removeRun(made, groups));
  const started = await createOrRescue({ options, id, name, directory: folder, timed, watcher, groups });
  using requests = await openRequests(readFileSync(started.kubeconfigFile, 'utf8'));
  await rememberKept(requests, kept, options);
  const nodes = await readNodes(requests);
  unfinished.move();
  keep(started);
  return environment(started, name, nodes, options, Promise.resolve(), stack.move());
}

async function createOrRescue(given: CreateKindOptions): Promise<StartedKind> {
  try {
    return await createKind(given);
  } catch (error) {
    const { name, options } = given;
    await options.rescue?.(witnessOf(name, `${name}-localstack`, options.signal));
    throw error;
  }
}

function witnessOf(cluster: string, localstack: string, signal: AbortSignal): KindWitness {
  return {
    writeEvidence: (folder, holdsValue) => writeKindEvidence({ cluster, localstack, folder, holdsValue, signal }),
  };
}

function environment(
  { kubeconfigFile, endpoint, localstack }: StartedKind,
  name: string,
  nodes: KindCluster['nodes'],
  { region, signal }: KindOptions,
  emptied: Promise<void>,
  owned: AsyncDisposableStack,
): WithoutTimings {
  emptied.catch(() => undefined);
  return {
    cluster: { name, kubeconfig: readFileSync(kubeconfigFile, 'utf8'), kubeconfigFile, nodes, exec: execInNode },
    store: openKindStore(endpoint, region),
    asked: (work) => askLocalStack(localstack, work),
    emptied,
    ...witnessOf(name, localstack, signal),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function needs({ nodeImage, localstackImage, images }: KindOptions): PreflightOptions {
  return {
    nodeImage: nodeImage ?? pinnedImages.node,
    localstackImage: localstackImage ?? pinnedImages.localstack,
    images: images.flatMap(({ content }) => ('reference' in content ? content.reference : [])),
    // Asked where one is missing, by pulling it.
    askRegistries: false,
  };
}
