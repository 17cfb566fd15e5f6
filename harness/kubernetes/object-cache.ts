import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterRequests } from './cluster-requests.ts';

/** Objects of one kind as they are now, by list and watch. */
export interface ObjectCache<O> extends AsyncDisposable {
  objects(): readonly O[];
  /** The first answer that is not undefined, asked now and after each change; undefined when the signal aborts before. */
  waitFor<T>(look: (objects: readonly O[]) => T | undefined, signal: AbortSignal): Promise<T | undefined>;
  /** Calls back after each change. */
  onChange(callback: () => void): void;
}

interface CachedObject {
  readonly metadata?: { readonly uid?: string; readonly resourceVersion?: string };
}

interface ObjectList<O> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly O[];
}

interface WatchEvent<O> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: O;
}

/** Milliseconds between two tries when the API server cannot be reached. */
const retryAfter = 500;

/** Lists and follows the objects of some collections, which paths of the API name. Throws when a first list is refused. */
export async function cacheObjects<O extends CachedObject>(
  requests: ClusterRequests,
  paths: readonly string[],
): Promise<ObjectCache<O>> {
  const off = new AbortController();
  const callbacks = new Set<() => void>();
  const changed = (): void => {
    for (const callback of callbacks) callback();
  };
  const lists = paths.map((path) => ({ path, byUid: new Map<string, O>() }));

  async function list({ path, byUid }: (typeof lists)[number]): Promise<string> {
    const { metadata, items } = await requests.get<ObjectList<O>>(path);
    byUid.clear();
    for (const object of items) byUid.set(object.metadata?.uid ?? '', object);
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
          const { type, object } = JSON.parse(line) as WatchEvent<O>;
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

  const objects = (): readonly O[] => lists.flatMap(({ byUid }) => [...byUid.values()]);

  return {
    objects,
    onChange: (callback) => void callbacks.add(callback),
    waitFor(look, signal) {
      const now = look(objects());
      if (now !== undefined || signal.aborted) return Promise.resolve(now);
      return new Promise((resolve) => {
        const settle = (found: ReturnType<typeof look>): void => {
          callbacks.delete(again);
          signal.removeEventListener('abort', aborted);
          resolve(found);
        };
        const aborted = (): void => settle(undefined);
        const again = (): void => {
          const found = look(objects());
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
