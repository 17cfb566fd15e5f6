import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { probeDirectory } from '../../../mocks/qtap/probe/probe-directory.ts';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { projectPath } from '../../project-paths.ts';
import { requireChecks } from '../preflight/require-checks.ts';
import { awaitCluster, createCluster, nodeNames, nodesThatTakeImages } from './create-cluster.ts';
import { ensureImage } from './images/ensure-image.ts';
import type { ImageRequest } from './images/image-role.ts';
import { loadImages } from './images/load-images.ts';
import { type PlannedImage, planImages } from './images/plan-images.ts';
import { execInNode, type KindCluster } from './kind-cluster.ts';
import { awaitGone, clusterObjects, removeObjectsBeyond } from './life/cluster-objects.ts';
import { dockerContainers, hasKindNetwork, kindNetwork } from './life/docker-objects.ts';
import { type KeptCluster, keptCluster } from './life/kept-cluster.ts';
import { type RunRemains, removeRun } from './life/remove-run.ts';
import { reuseFolder } from './life/reuse-folder.ts';
import { takeReuseLock } from './life/reuse-lock.ts';
import { type RunWatcher, startRunWatcher } from './life/run-watcher.ts';
import { pinnedImages } from './pinned-images.ts';
import { kindPreflight, type PreflightOptions } from './preflight.ts';
import { readNodes } from './read-nodes.ts';
import { clusterName, ownerLabels, reuseId, runLabel } from './run-names.ts';
import { runProgram } from './run-program.ts';
import { type KindStore, openKindStore } from './store/kind-store.ts';
import { startLocalStack } from './store/start-localstack.ts';
import { writeKindEvidence } from './write-kind-evidence.ts';

/** What is prepared side by side. */
export type KindPart = 'cluster' | 'store' | 'images';

export interface KindOptions {
  readonly runId: string;
  /** The run's own folder. */
  readonly runDirectory: string;
  /** Take the kept cluster, and leave it for the next run. */
  readonly reuse: boolean;
  readonly images: readonly ImageRequest[];
  /** Instead of those of `pinnedImages`. */
  readonly nodeImage?: string | undefined;
  readonly localstackImage?: string | undefined;
  /** Of the object store. */
  readonly region: string;
  readonly progress: (part: KindPart, text: string) => void;
  readonly signal: AbortSignal;
}

/** A cluster and an object store in containers. Disposed of, both are gone, or as they were before where they are kept. */
export interface KindEnvironment extends AsyncDisposable {
  readonly cluster: KindCluster;
  readonly store: KindStore;
  /** How long each part took, milliseconds, side by side. */
  readonly timings: Readonly<Record<KindPart, number>>;
  /**
   * Writes what nodes and LocalStack logged into a folder and answers with the files. Lines for which `holdsValue` holds are
   * left out.
   */
  writeEvidence(folder: string, holdsValue: (text: string) => boolean): Promise<string[]>;
}

interface Started {
  readonly kubeconfigFile: string;
  readonly endpoint: string;
  readonly localstack: string;
}

/**
 * Starts a kind cluster with its images, and LocalStack, side by side. What was made is removed when it fails half-way, when the
 * signal aborts, and by a process of its own when this one is killed. Throws `EnvironmentError`.
 */
export async function startKind(options: KindOptions): Promise<KindEnvironment> {
  const { runId, runDirectory, reuse, signal } = options;
  requireChecks('kind', await kindPreflight(needs(options)));
  await using stack = new AsyncDisposableStack();
  const id = reuse ? reuseId : runId;
  const name = clusterName(id);
  const watcher = stack.use(startRunWatcher());
  const groups = new Set<number>();
  const network = !(await hasKindNetwork(signal));
  const everything: RunRemains = { id, containers: true, network, paths: [runDirectory] };

  const timings: Record<KindPart, number> = { cluster: 0, store: 0, images: 0 };
  const timed = async <T>(part: KindPart, work: Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work;
    timings[part] = performance.now() - startedAt;
    return result;
  };

  let started: Started;
  if (reuse) {
    const folder = reuseFolder();
    stack.use(takeReuseLock(folder, runId));
    const kept = keptCluster(folder);
    const lockFile = join(folder, 'lock');
    started = await startKept({ options, name, folder, kept, timed, watcher, groups, everything, lockFile, stack });
  } else {
    watcher.watch(everything);
    stack.defer(() => removeRun({ ...everything, paths: [] }, groups));
    started = await create({ options, id, name, directory: runDirectory, timed, watcher, groups });
  }

  const nodes = await readNodes(name, signal);
  const owned = stack.move();
  const { kubeconfigFile, endpoint, localstack } = started;
  return {
    cluster: {
      name,
      kubeconfig: readFileSync(kubeconfigFile, 'utf8'),
      kubeconfigFile,
      nodes,
      exec: execInNode,
    },
    store: openKindStore(endpoint, options.region),
    timings,
    writeEvidence: (folder, holdsValue) => writeKindEvidence({ cluster: name, localstack, folder, holdsValue }),
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

type Timed = <T>(part: KindPart, work: Promise<T>) => Promise<T>;

interface CreateOptions {
  readonly options: KindOptions;
  readonly id: string;
  readonly name: string;
  readonly directory: string;
  readonly timed: Timed;
  readonly watcher: RunWatcher;
  /** Programs that make something at the moment. */
  readonly groups: Set<number>;
}

/** Everything anew. When one part fails, the others are stopped and waited for, so that nothing is made after it was removed. */
async function create({ options, id, name, directory, timed, watcher, groups }: CreateOptions): Promise<Started> {
  const { progress, nodeImage = pinnedImages.node } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const kubeconfigFile = join(directory, 'kubeconfig');
  const cluster = async () => {
    const say = (text: string) => progress('cluster', text);
    await ensureImage(nodeImage, { remedy: 'name another with --kind-image', signal, progress: say });
    await createCluster({
      name,
      kubeconfigFile,
      nodeImage,
      signal,
      progress: say,
      onStart: (pid) => {
        groups.add(pid);
        watcher.started(pid);
      },
      onEnd: (pid) => {
        groups.delete(pid);
        watcher.ended(pid);
      },
    });
    say('Waiting for nodes and DNS');
    await awaitCluster(name, signal);
    say('ready');
  };
  const store = async () => {
    const localstack = await newLocalStack(options, id, name, signal);
    progress('store', 'ready');
    return localstack;
  };
  const images = async () => {
    const say = (text: string) => progress('images', text);
    const planned = await planImages(options.images, { directory: options.runDirectory, signal, progress: say });
    for (const image of planned) await image.make();
    await load(await nodesThatTakeImages(name, nodeCount, signal), planned, signal, say);
  };
  const parts = [timed('cluster', cluster()), timed('store', store()), timed('images', images())] as const;
  for (const part of parts) part.catch((error: unknown) => failed.abort(error));
  const outcomes = await Promise.allSettled(parts);
  options.signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  const [, localstack] = outcomes;
  if (localstack.status !== 'fulfilled') throw localstack.reason;
  return { kubeconfigFile, endpoint: localstack.value.endpoint, localstack: localstack.value.containerId };
}

/** Of `kind/cluster.yaml`. */
const nodeCount = 2;

const glance = 200;

async function newLocalStack(options: KindOptions, id: string, name: string, signal: AbortSignal) {
  const { localstackImage, progress } = options;
  const image = localstackImage ?? pinnedImages.localstack;
  const say = (text: string) => progress('store', text);
  await ensureImage(image, { remedy: 'name another with --localstack-image', signal, progress: say });
  await kindNetworkIsThere(signal);
  say('starting LocalStack');
  const labels: Record<string, string> =
    id === reuseId
      ? { [runLabel]: id }
      : { [runLabel]: id, [ownerLabels.pid]: String(process.pid), [ownerLabels.host]: hostname() };
  return startLocalStack({ image, name: `${name}-localstack`, labels, network: kindNetwork });
}

/** kind makes its network with the first cluster of a machine, as it wants it. */
async function kindNetworkIsThere(signal: AbortSignal): Promise<void> {
  while (!(await hasKindNetwork(signal))) await delay(glance, undefined, { signal });
}

async function load(
  nodes: readonly string[],
  images: readonly PlannedImage[],
  signal: AbortSignal,
  progress: (text: string) => void,
): Promise<void> {
  progress('looking what the nodes have');
  const { length: count } = await loadImages(nodes, images, signal);
  progress(count === 0 ? 'the nodes have them' : `${count} of ${images.length} loaded`);
}

interface KeptOptions {
  readonly options: KindOptions;
  readonly name: string;
  readonly folder: string;
  readonly kept: KeptCluster;
  readonly timed: Timed;
  readonly watcher: RunWatcher;
  /** Programs that make something at the moment. */
  readonly groups: Set<number>;
  readonly everything: RunRemains;
  readonly lockFile: string;
  readonly stack: AsyncDisposableStack;
}

/** The kept cluster as it is, or a new one where there is none of this make, or it does not answer. */
async function startKept(given: KeptOptions): Promise<Started> {
  const { options, name, folder, kept, timed, watcher, groups, everything, lockFile, stack } = given;
  const { signal, progress } = options;
  const wanted = makeOf(options);
  const running = kept.madeOf === wanted ? await runningKept(name, kept, signal) : undefined;
  if (running === undefined) {
    kept.forget();
    const incomplete = { ...everything, paths: [...everything.paths, folder] };
    watcher.watch(incomplete);
    await removeRun({ ...everything, paths: [] });
    await using unfinished = new AsyncDisposableStack();
    unfinished.defer(() => removeRun({ ...everything, paths: [] }, groups));
    const started = await create({ options, id: reuseId, name, directory: folder, timed, watcher, groups });
    kept.complete(wanted, await firstObjects(started.kubeconfigFile));
    unfinished.move();
    keep();
    return started;
  }
  keep();
  progress('cluster', 'removing what an earlier run left');
  const images = async () => {
    const say = (text: string) => progress('images', text);
    const given = { directory: options.runDirectory, signal, progress: say };
    const [planned, nodes] = await Promise.all([planImages(options.images, given), nodeNames(name, signal)]);
    await load(nodes, planned, signal, say);
  };
  const tidied = tidy(name, kept, running.endpoint, options.region, true);
  await Promise.all([timed('cluster', tidied), timed('images', images())]);
  return running;

  /** From here on the cluster outlives the run: what the run put into it goes. */
  function keep(): void {
    watcher.watch({ ...everything, containers: false, network: false, paths: [options.runDirectory, lockFile] });
    stack.defer(async () => {
      const running = await runningKept(name, kept);
      if (running === undefined) return;
      await tidy(name, kept, running.endpoint, options.region);
    });
  }
}

/** Undefined when it is not all there, or does not answer. */
async function runningKept(name: string, kept: KeptCluster, signal?: AbortSignal): Promise<Started | undefined> {
  const all = await dockerContainers(signal);
  const nodes = all.filter(({ cluster, running }) => cluster === name && running);
  const localstack = all.find(({ run, running }) => run === reuseId && running);
  if (nodes.length < nodeCount || localstack === undefined) return undefined;
  try {
    const [port] = await Promise.all([
      runProgram('docker', ['port', localstack.id, '4566/tcp'], { signal }),
      readNodes(name, signal),
    ]);
    const endpoint = `http://127.0.0.1:${port.trim().split('\n')[0]?.split(':').at(-1)}`;
    return { kubeconfigFile: kept.kubeconfigFile, endpoint, localstack: localstack.id };
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/** `whole`: waits until everything is gone, not only what runs. */
async function tidy(name: string, kept: KeptCluster, endpoint: string, region: string, whole = false): Promise<void> {
  using requests = await openRequests(readFileSync(kept.kubeconfigFile, 'utf8'));
  const cluster = async () => {
    const removed = await removeObjectsBeyond(requests, kept.firstObjects());
    if (whole) await awaitGone(requests, removed);
    await clearProbes(name);
  };
  await Promise.all([cluster(), openKindStore(endpoint, region).clear()]);
}

async function firstObjects(kubeconfigFile: string): Promise<string[]> {
  using requests = await openRequests(readFileSync(kubeconfigFile, 'utf8'));
  return clusterObjects(requests);
}

/** Sockets of agents that were killed: nobody listens, and the workload would try. */
async function clearProbes(name: string): Promise<void> {
  const nodes = await nodeNames(name);
  await Promise.all(nodes.map((node) => execInNode(node, ['rm', '-rf', probeDirectory])));
}

/** Of what is noted of a kept cluster: what another version noted is not understood. */
const keptForm = 'paths of objects';

/** Another make, another cluster. */
function makeOf({ nodeImage = pinnedImages.node, localstackImage = pinnedImages.localstack }: KindOptions): string {
  const configuration = readFileSync(projectPath('kind/cluster.yaml'), 'utf8');
  return createHash('sha256').update([keptForm, nodeImage, localstackImage, configuration].join('\n')).digest('hex');
}
