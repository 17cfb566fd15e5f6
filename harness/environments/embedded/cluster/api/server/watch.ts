import { ApiError } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { schemaOfKind } from '../openapi/schema.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { Change, ObjectStorage } from '../storage/object-storage.ts';
import type { Exchange } from './exchange.ts';
import { type ListOptions, versionNumber } from './list-options.ts';
import type { Representation } from './representation.ts';
import type { Match } from './selectors.ts';

/** How often a client that asked for bookmarks gets one. Source: apiserver `pkg/storage/cacher`. */
const bookmarkInterval = 60_000;
/** A watch ends after half an hour to an hour unless the client sets a limit. Source: `--min-request-timeout`. */
const defaultTimeoutSeconds = 1800;
/** A client that does not read is dropped, as a real server drops a slow watcher. */
const maxBuffered = 16 * 1024 * 1024;

export interface WatchScope {
  readonly type: ResourceType;
  readonly namespace: string | undefined;
  readonly match: Match;
}

/** Streams changes as lines of JSON until the client leaves, the time is up or the server stops. */
export function serveWatch(
  exchange: Exchange,
  storage: ObjectStorage,
  { type, namespace, match }: WatchScope,
  options: ListOptions,
  representation: Representation,
): void {
  const { response, signal } = exchange;
  const { sendInitialEvents, allowWatchBookmarks: bookmarks } = options;
  const selected = (object: KubeObject | undefined): boolean =>
    object !== undefined && (namespace === undefined || object.metadata.namespace === namespace) && match(object);
  const asked = versionNumber(options.resourceVersion) ?? 0;
  response.writeHead(200, { 'Content-Type': representation.contentType, 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();

  let first = true;
  const line = (event: string, object: unknown): void => {
    if (response.writableLength > maxBuffered) response.destroy();
    else response.write(`${JSON.stringify({ type: event, object })}\n`);
  };
  const send = (event: string, object: KubeObject): void => {
    line(event, representation.watched(object, first));
    first = false;
  };
  const bookmark = (initialEnd: boolean): void => {
    const metadata = {
      resourceVersion: String(storage.revision),
      ...(initialEnd && { annotations: { 'k8s.io/initial-events-end': 'true' } }),
    };
    const empty = Object.fromEntries(alwaysThere(type).map((field) => [field, {}]));
    line('BOOKMARK', { kind: type.kind, apiVersion: type.apiVersion, metadata, ...empty });
  };
  const forward = (change: Change): void => {
    if (change.storage !== type.storage) return;
    const before = change.type !== 'ADDED' && selected(change.previous);
    const now = change.type !== 'DELETED' && selected(change.object);
    if (now) send(before ? 'MODIFIED' : 'ADDED', change.object);
    else if (before) send('DELETED', change.type === 'DELETED' ? change.object : leaving(change));
  };

  if (sendInitialEvents || asked === 0) {
    if (sendInitialEvents !== false) {
      for (const object of storage.list(type.storage, namespace)) if (match(object)) send('ADDED', object);
    }
    if (sendInitialEvents && bookmarks) bookmark(true);
  } else {
    const missed = storage.since(asked);
    if (!missed) {
      line('ERROR', expired(asked, storage.oldestRevision).status);
      response.end();
      return;
    }
    for (const change of missed) forward(change);
  }

  const subscription = storage.subscribe(forward);
  const timeout = options.timeoutSeconds || defaultTimeoutSeconds;
  const ticks = bookmarks ? setInterval(() => bookmark(false), bookmarkInterval) : undefined;
  const end = setTimeout(() => finish(true), timeout * 1000);
  const finish = (inTime: boolean): void => {
    subscription[Symbol.dispose]();
    clearTimeout(end);
    clearInterval(ticks);
    signal.removeEventListener('abort', onAbort);
    if (inTime && bookmarks) bookmark(false);
    response.end();
  };
  const onAbort = (): void => finish(false);
  signal.addEventListener('abort', onAbort);
}

/** Fields that even an object without content has, as Go prints its structures. */
function alwaysThere({ group, version, kind }: ResourceType): string[] {
  const schema = schemaOfKind(group, version, kind);
  return ['spec', 'status'].filter((field) => schema?.fields.has(field));
}

/** The last state that matched, at the version in which it stopped to. */
function leaving(change: Change): KubeObject {
  const { previous, object } = change;
  if (!previous) return object;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion: String(change.revision) } };
}

/** What a watch or a continued list gets whose version is forgotten. */
export function expired(asked: number, oldest: number): ApiError {
  return new ApiError(410, 'Expired', `too old resource version: ${asked} (${oldest})`);
}
