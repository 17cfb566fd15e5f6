import type { Caller } from '../../edge/exchange.ts';
import type { Pod } from '../../kubernetes/cluster-client.ts';
import type { PodCache } from '../../kubernetes/pod-cache.ts';

/** What a relay tells of a connection's source. */
export interface ConnectionSource {
  readonly address: string;
  readonly podUid: string | undefined;
  /** It comes from the relay's own node. */
  readonly ownNode: boolean;
  /** The relay's node. */
  readonly node: string;
  /** The relay sees every process of its node, so that what it does not call a pod's is none. */
  readonly seesProcesses: boolean;
}

/** Milliseconds to wait for the API server to tell of a pod that is running already: its address comes there seconds late. */
const patience = 5000;

/** Tells which pod is behind a connection; undefined when it is none, or cannot be told. */
export function createCallerFinder(cache: PodCache, isRelay: (pod: Pod) => boolean) {
  const first = (look: (pod: Pod) => boolean, pods: readonly Pod[]): Pod | undefined => {
    let ended: Pod | undefined;
    for (const pod of pods) {
      if (!look(pod)) continue;
      if (!hasEnded(pod)) return pod;
      ended = pod;
    }
    return ended;
  };
  const wait = (look: (pods: readonly Pod[]) => Pod | undefined) => cache.waitFor(look, AbortSignal.timeout(patience));

  /** The one pod that may speak with its node's address; several cannot be told apart. */
  function onNode(isTheNode: (pod: Pod) => boolean, pods: readonly Pod[]): Pod | undefined {
    const there = pods.filter((pod) => isTheNode(pod) && !isRelay(pod) && !hasEnded(pod));
    const candidates = there.filter((pod) => pod.spec?.hostNetwork === true);
    // A network that hides pods behind their node's address on the way to another node leaves one guess: the only pod there.
    return candidates.length === 1 || there.length !== 1 ? only(candidates) : only(there);
  }

  return async (source: ConnectionSource): Promise<Caller | undefined> => {
    const { address, podUid, ownNode, node, seesProcesses } = source;
    if (podUid !== undefined) return caller(await wait((pods) => first((pod) => hasUid(pod, podUid), pods)));
    if (ownNode)
      return seesProcesses ? undefined : caller(onNode((pod) => pod.spec?.nodeName === node, cache.objects()));
    const isNodes = (pod: Pod): boolean => pod.status?.hostIP === address;
    return caller(await wait((pods) => first((pod) => hasAddress(pod, address), pods) ?? onNode(isNodes, pods)));
  };
}

function only(pods: readonly Pod[]): Pod | undefined {
  return pods.length === 1 ? pods[0] : undefined;
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function hasAddress({ spec, status }: Pod, address: string): boolean {
  return spec?.hostNetwork !== true && (status?.podIPs?.some(({ ip }) => ip === address) ?? false);
}

/** A static pod's containers carry the hash of its file instead of the UID of its image in the API. */
function hasUid({ metadata }: Pod, uid: string): boolean {
  return metadata?.uid === uid || metadata?.annotations?.['kubernetes.io/config.hash'] === uid;
}

function caller(pod: Pod | undefined): Caller | undefined {
  if (pod === undefined) return undefined;
  const { name = '', namespace = '' } = pod.metadata ?? {};
  return { namespace, pod: name, node: pod.spec?.nodeName ?? '' };
}
