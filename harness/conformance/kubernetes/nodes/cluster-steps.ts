import type { CoreV1Event } from '@kubernetes/client-node';
import type { WatchLine, WatchLines } from '../../../environments/embedded/cluster/api/testing/watch-lines.ts';
import type { Wire } from '../../../environments/embedded/cluster/api/wire.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';

export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly uid?: string };
  readonly [field: string]: unknown;
}

/** Seconds that a cluster has for any one thing. */
const patience = 60;

const plurals: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networkpolicies',
  PriorityClass: 'priorityclasses',
};
const clusterScoped = new Set(['PriorityClass', 'PersistentVolume']);

/** Resolves with what the server answers: the object, or the Status of a refusal. */
export async function create(target: KubernetesTarget, object: KubernetesObject): Promise<KubernetesObject> {
  const { apiVersion = 'v1', kind = '' } = object;
  const place = clusterScoped.has(kind) ? '' : `/namespaces/${target.namespace}`;
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return send(target, 'POST', `${root}${place}/${plural}`, object);
}

/** `path` follows the namespace, and the API's root unless that is the core's: `pods/p`, `apps/v1:deployments/d`. */
export async function remove(target: KubernetesTarget, path: string): Promise<KubernetesObject> {
  return send(target, 'DELETE', pathOf(target, path));
}

/** Takes the finalizers off. */
export async function release(target: KubernetesTarget, path: string): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  const body = '{"metadata":{"finalizers":null}}';
  await target.call({ method: 'PATCH', path: pathOf(target, path), headers, body });
}

export async function read<T>(target: KubernetesTarget, path: string): Promise<T> {
  return (await send(target, 'GET', pathOf(target, path))) as T;
}

/** The version that the cluster has come to. */
export async function currentVersion(target: KubernetesTarget): Promise<string> {
  return (await read<{ metadata: { resourceVersion: string } }>(target, 'pods?limit=1')).metadata.resourceVersion;
}

/**
 * The object at `path` as soon as the predicate holds for it. `since` is a version from before all that counts: without one what
 * has passed already is not seen.
 */
export async function awaitObject<T>(
  target: KubernetesTarget,
  path: string,
  holds: (object: T) => boolean,
  since?: string,
): Promise<T> {
  const [, collection = '', name = ''] = /^(.*)\/([^/]+)$/.exec(pathOf(target, path)) ?? [];
  await using lines = await target.watch(
    `${collection}?watch=1&timeoutSeconds=${patience}&fieldSelector=metadata.name%3D${name}${from(since)}`,
  );
  for (let last = 'nothing'; ; ) {
    const { object } = (await next(lines, () => `${path}; last seen: ${last}`)) as { object: T };
    if (holds(object)) return object;
    last = JSON.stringify((object as KubernetesObject).status);
  }
}

/**
 * Events of an object since a version, once one of each reason has come, in the order of the reasons. A reason may be followed
 * by a word that the message must hold: `Unhealthy statuscode`.
 */
export async function awaitEvents(
  target: KubernetesTarget,
  uid: string,
  reasons: readonly string[],
  since?: string,
): Promise<Wire<CoreV1Event>[]> {
  if (!reasons.length) return [];
  const path = `/api/v1/namespaces/${target.namespace}/events?watch=1&timeoutSeconds=${patience}&fieldSelector=involvedObject.uid%3D${uid}${from(since)}`;
  await using lines = await target.watch(path);
  const seen = new Map<string, Wire<CoreV1Event>>();
  while (!reasons.every((wanted) => seen.has(wanted))) {
    const { object } = (await next(lines, () => `event ${reasons}; seen: ${[...seen.keys()]}`)) as {
      object: Wire<CoreV1Event>;
    };
    const met = reasons.filter((wanted) => !seen.has(wanted) && isEvent(object, wanted));
    for (const wanted of met) seen.set(wanted, object);
  }
  return reasons.flatMap((wanted) => seen.get(wanted) ?? []);
}

/** A busy kubelet says so of any volume before its caches are filled, and tries again. */
const isPassing = /failed to sync \w+ cache: timed out waiting for the condition$/;

function isEvent({ reason, message = '' }: Wire<CoreV1Event>, wanted: string): boolean {
  const [name, word = ''] = wanted.split(' ');
  return reason === name && message.includes(word) && !isPassing.test(message);
}

function from(version: string | undefined): string {
  return version === undefined ? '' : `&resourceVersion=${version}`;
}

/** The watch ends when the cluster has had time enough. */
async function next(lines: WatchLines, awaited: () => string): Promise<WatchLine> {
  return lines.next().catch((cause: unknown) => {
    throw new Error(`After ${patience} s there is still no ${awaited()}.`, { cause });
  });
}

export async function log(target: KubernetesTarget, pod: string, container = 'c'): Promise<string> {
  const path = `/api/v1/namespaces/${target.namespace}/pods/${pod}/log?container=${container}`;
  return (await target.call({ method: 'GET', path })).text;
}

function pathOf({ namespace }: KubernetesTarget, path: string): string {
  if (path.startsWith('/')) return path;
  const [group, rest] = path.includes(':') ? path.split(':') : ['', path];
  return `${group ? `/apis/${group}` : '/api/v1'}/namespaces/${namespace}/${rest}`;
}

async function send(target: KubernetesTarget, method: string, path: string, body?: object): Promise<KubernetesObject> {
  const headers = { 'content-type': 'application/json' };
  const { text } = await target.call({ method, path, headers, ...(body && { body: JSON.stringify(body) }) });
  return JSON.parse(text) as KubernetesObject;
}
