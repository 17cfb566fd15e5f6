import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pod } from './cluster-client.ts';
import type { ClusterRequests } from './cluster-requests.ts';
import { resourcePath } from './resource-path.ts';

/** The pods of some namespaces as they are now, by list and watch. */
export interface PodCache extends AsyncDisposable {
  pods(): Iterable<Pod>;
  /** The first answer that is not undefined, asked now and after each change; undefined when the signal aborts before. */
  waitFor<T>(look: (pods: Iterable<Pod>) => T | undefined, signal: AbortSignal): Promise<T | undefined>;
  /** Calls back after each change. */
  onChange(callback: () => void): void;
}

interface PodList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly Pod[];
}

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Pod;
}

/** Milliseconds between two tries when the API server cannot be reached. */
const retryAfter = 500;

/** Lists and follows the pods of the namespaces, or of all when none is given. Throws when the first list is refused. */
export async function cachePods(requests: ClusterRequests, namespaces?: readonly string[]): Promise<PodCache> {
  const off = new AbortController();
  const callbacks = new Set<() => void>();
  const changed = (): void => {
    for (const callback of callbacks) callback();
  };
  const paths = namespaces?.map((namespace) => resourcePath('v1', 'Pod', namespace)) ?? ['/api/v1/pods'];
  const lists = paths.map((path) => ({ path, byUid: new Map<string, Pod>() }));

  async function list({ path, byUid }: (typeof lists)[number]): Promise<string> {
    const { metadata, items } = await requests.get<PodList>(path);
    byUid.clear();
    for (const pod of items) byUid.set(pod.metadata?.uid ?? '', pod);
    changed();
    return metadata.resourceVersion;
  }

  async function follow(entry: (typeof lists)[number], listed: string): Promise<void> {
    let version: string | undefined = listed;
    while (!off.signal.aborted) {
      try {
        version ??= await list(entry);
        const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${version}`;
        const lines = createInterface({ input: await requests.stream(`${entry.path}?${query}`, off.signal) });
        for await (const line of lines) {
          const { type, object } = JSON.parse(line) as WatchEvent;
          if (type === 'ERROR') {
            version = undefined;
            break;
          }
          version = object.metadata?.resourceVersion ?? version;
          if (type === 'BOOKMARK') continue;
          if (type === 'DELETED') entry.byUid.delete(object.metadata?.uid ?? '');
          else entry.byUid.set(object.metadata?.uid ?? '', object);
          changed();
        }
      } catch {
        // The API server is away, or has forgotten that version: begin again when it is back.
        version = undefined;
        await delay(retryAfter, undefined, { signal: off.signal }).catch(() => undefined);
      }
    }
  }

  const versions = await Promise.all(lists.map(list));
  const following = Promise.all(lists.map((entry, index) => follow(entry, versions[index] ?? '')));

  function* pods(): Iterable<Pod> {
    for (const { byUid } of lists) yield* byUid.values();
  }

  return {
    pods,
    onChange: (callback) => void callbacks.add(callback),
    waitFor(look, signal) {
      const now = look(pods());
      if (now !== undefined || signal.aborted) return Promise.resolve(now);
      return new Promise((resolve) => {
        const settle = (found: ReturnType<typeof look>): void => {
          callbacks.delete(again);
          signal.removeEventListener('abort', aborted);
          resolve(found);
        };
        const aborted = (): void => settle(undefined);
        const again = (): void => {
          const found = look(pods());
          if (found !== undefined) settle(found);
        };
        callbacks.add(again);
        signal.addEventListener('abort', aborted);
      });
    },
    async [Symbol.asyncDispose]() {
      off.abort();
      await following;
    },
  };
}
