import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { awaitCluster, createCluster, nodesThatTakeImages } from './create-cluster.ts';
import { ensureImage } from './images/ensure-image.ts';
import { loadPlanned } from './images/load-planned.ts';
import { nodeImageWith } from './images/node-image.ts';
import { planImages } from './images/plan-images.ts';
import { unpackImages } from './images/unpack-images.ts';
import { kindNodes } from './kind-nodes.ts';
import type { KindOptions, StartedKind, Timed } from './kind-options.ts';
import { letNodesRead } from './let-nodes-read.ts';
import { hasKindNetwork, kindNetwork } from './life/docker-objects.ts';
import { processStart } from './life/process-start.ts';
import { isReuseId } from './life/reuse-id.ts';
import type { RunWatcher } from './life/run-watcher.ts';
import { pinnedImages } from './pinned-images.ts';
import { ownerLabels, runLabel } from './run-names.ts';
import { sideBySide } from './side-by-side.ts';
import { startLocalStack } from './store/start-localstack.ts';

const glance = 200;

export interface CreateKindOptions {
  readonly options: KindOptions;
  readonly id: string;
  readonly name: string;
  readonly directory: string;
  readonly timed: Timed;
  readonly watcher: RunWatcher;
  /** Programs that make something at the moment. */
  readonly groups: Set<number>;
}

/**
 * Makes images and then the cluster that has them, with LocalStack side by side. When one part fails, the others are stopped and
 * waited for, so that nothing is made after it was removed; what was made is the caller's to remove. Throws `EnvironmentError`.
 */
export async function createKind(given: CreateKindOptions): Promise<StartedKind> {
  const { options, id, name, directory, timed, watcher, groups } = given;
  const { progress, nodeImage = pinnedImages.node } = options;
  const kubeconfigFile = join(directory, 'kubeconfig');
  const images = async (signal: AbortSignal) => {
    const toldOf = { directory: options.runDirectory, signal, progress: (text: string) => progress('images', text) };
    const [planned] = await Promise.all([
      planImages(options.images, toldOf),
      ensureImage(nodeImage, { ...toldOf, remedy: 'name another with --kind-image' }),
    ]);
    for (const image of planned) await image.make();
    const made = { base: nodeImage, name: `${name}-images`, labels: containerLabels(id) };
    const withImages = await nodeImageWith(planned, { ...toldOf, ...made });
    toldOf.progress('ready');
    return { planned, withImages, toldOf };
  };
  const cluster = async (given: AbortSignal, { planned, withImages, toldOf }: Awaited<ReturnType<typeof images>>) => {
    const say = (text: string) => progress('cluster', text);
    const filled = async (signal: AbortSignal) => {
      const nodes = await nodesThatTakeImages(name, kindNodes, signal);
      await loadPlanned(nodes, planned, { ...toldOf, signal });
      await Promise.all(nodes.map((node) => unpackImages(node, planned, signal)));
    };
    const created = async (signal: AbortSignal) => {
      await createCluster({
        ...{ name, kubeconfigFile, nodeImage: withImages, signal },
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
      using requests = await openRequests(readFileSync(kubeconfigFile, 'utf8'));
      await Promise.all([awaitCluster(name, signal), letNodesRead(requests)]);
    };
    await sideBySide(given, (signal) => [created(signal), filled(signal)]);
    say('ready');
  };
  const store = async (signal: AbortSignal) => {
    const localstack = await newLocalStack(options, id, name, signal);
    progress('store', 'ready');
    return localstack;
  };
  const [, { endpoint, containerId }] = await sideBySide(options.signal, (signal) => [
    timed('images', images(signal)).then((ready) => timed('cluster', cluster(signal, ready))),
    timed('store', store(signal)),
  ]);
  return { kubeconfigFile, endpoint, localstack: containerId };
}

async function newLocalStack(options: KindOptions, id: string, name: string, signal: AbortSignal) {
  const { localstackImage, progress } = options;
  const image = localstackImage ?? pinnedImages.localstack;
  const say = (text: string) => progress('store', text);
  await ensureImage(image, { remedy: 'name another with --localstack-image', signal, progress: say });
  await kindNetworkIsThere(signal);
  say('starting LocalStack');
  return startLocalStack({ image, name: `${name}-localstack`, labels: containerLabels(id), network: kindNetwork });
}

/** Whose a container is: that of a kept cluster is nobody's in particular. */
function containerLabels(id: string): Record<string, string> {
  if (isReuseId(id)) return { [runLabel]: id };
  return {
    [runLabel]: id,
    [ownerLabels.pid]: String(process.pid),
    [ownerLabels.started]: processStart(process.pid) ?? '',
    [ownerLabels.host]: hostname(),
  };
}

/** kind makes its network with the first cluster of a machine, as it wants it. */
async function kindNetworkIsThere(signal: AbortSignal): Promise<void> {
  while (!(await hasKindNetwork(signal))) await delay(glance, undefined, { signal });
}
