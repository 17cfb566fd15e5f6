import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { probeDirectory } from '../../../mocks/qtap/probe/probe-directory.ts';
import { type ClusterRequests, openRequests } from '../../kubernetes/cluster-requests.ts';
import { projectPath } from '../../project-paths.ts';
import { nodeNames } from './create-cluster.ts';
import { loadPlanned } from './images/load-planned.ts';
import { planImages } from './images/plan-images.ts';
import { execInNode, type KindNode } from './kind-cluster.ts';
import { kindNodes } from './kind-nodes.ts';
import type { KindOptions, StartedKind, Timed } from './kind-options.ts';
import { awaitGone, clusterObjects, removeObjectsBeyond } from './life/cluster-objects.ts';
import { dockerContainers, publishedPort } from './life/docker-objects.ts';
import type { KeptCluster } from './life/kept-cluster.ts';
import { pinnedImages } from './pinned-images.ts';
import { readNodes } from './read-nodes.ts';
import { clusterName } from './run-names.ts';
import { sideBySide } from './side-by-side.ts';
import { openKindStore } from './store/kind-store.ts';

/** A kept cluster that runs, with its nodes. */
export interface RunningKept extends StartedKind {
  readonly nodes: readonly KindNode[];
}

/** The kept cluster where it is made as this run wants it; undefined when it is not, is not all there, or does not answer. */
export async function findKept(id: string, kept: KeptCluster, options: KindOptions): Promise<RunningKept | undefined> {
  const { signal } = options;
  if (kept.madeOf !== makeOf(options)) return undefined;
  try {
    const all = await dockerContainers(signal);
    const containers = all.filter(({ cluster, running }) => cluster === clusterName(id) && running);
    const localstack = all.find(({ run, running }) => run === id && running);
    if (containers.length < kindNodes || localstack === undefined) return undefined;
    const [port, nodes] = await Promise.all([publishedPort(localstack.id, 4566, signal), nodesOf(kept.kubeconfigFile)]);
    const endpoint = `http://127.0.0.1:${port}`;
    return { kubeconfigFile: kept.kubeconfigFile, endpoint, localstack: localstack.id, nodes };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

async function nodesOf(kubeconfigFile: string): Promise<KindNode[]> {
  using requests = await openRequests(readFileSync(kubeconfigFile, 'utf8'));
  return readNodes(requests);
}

export interface TakenKept extends AsyncDisposable {
  readonly emptied: Promise<void>;
}

/**
 * Loads what the nodes lack, and begins to remove what earlier runs left. `emptied` resolves when all of that is gone: pods take
 * a second or two to end, in which other things can be prepared.
 */
export async function takeKept(
  running: RunningKept,
  name: string,
  kept: KeptCluster,
  options: KindOptions,
  timed: Timed,
): Promise<TakenKept> {
  const { progress } = options;
  const images = async (signal: AbortSignal) => {
    const say = (text: string) => progress('images', text);
    const given = { directory: options.runDirectory, signal, progress: say };
    await loadPlanned(await nodeNames(name, signal), await planImages(options.images, given), given);
  };
  await using stack = new AsyncDisposableStack();
  const requests = stack.use(await openRequests(readFileSync(kept.kubeconfigFile, 'utf8')));
  const cluster = async () => {
    progress('cluster', 'removing what an earlier run left');
    const [removed] = await Promise.all([
      removeObjectsBeyond(requests, kept.firstObjects()),
      openKindStore(running.endpoint, options.region).clear(),
    ]);
    return removed;
  };
  const [removed] = await sideBySide(options.signal, (signal) => [
    timed('cluster', cluster()),
    timed('images', images(signal)),
  ]);
  const owned = stack.move();
  const left = new AbortController();
  const emptied = (async () => {
    await awaitGone(requests, removed, left.signal);
    await clearProbes(running.nodes);
  })();
  // Nothing of it goes on when the next run may begin.
  owned.defer(async () => {
    left.abort();
    await emptied.catch(() => undefined);
  });
  return { emptied, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Asks a kept cluster to remove what the run put into it. It is on its way out then; the next run waits for its end. */
export async function leaveKept({ endpoint }: StartedKind, kept: KeptCluster, region: string): Promise<void> {
  using requests = await openRequests(readFileSync(kept.kubeconfigFile, 'utf8'));
  await Promise.all([removeObjectsBeyond(requests, kept.firstObjects()), openKindStore(endpoint, region).clear()]);
}

/** Remembers a cluster that was just made as the one to be kept. */
export async function rememberKept(requests: ClusterRequests, kept: KeptCluster, options: KindOptions): Promise<void> {
  kept.complete(makeOf(options), await clusterObjects(requests));
}

/** Sockets of agents that were killed: nobody listens, and the workload would try. */
async function clearProbes(nodes: readonly KindNode[]): Promise<void> {
  await Promise.all(nodes.map(({ name }) => execInNode(name, ['rm', '-rf', probeDirectory])));
}

/** Of what is noted of a kept cluster: what another version noted is not understood. */
const keptForm = 'paths of objects';

/** Another make, another cluster. */
function makeOf({ nodeImage = pinnedImages.node, localstackImage = pinnedImages.localstack }: KindOptions): string {
  const configuration = readFileSync(projectPath('kind/cluster.yaml'), 'utf8');
  return createHash('sha256').update([keptForm, nodeImage, localstackImage, configuration].join('\n')).digest('hex');
}
