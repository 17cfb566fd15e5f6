import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { V1ConfigMap, V1OwnerReference } from '@kubernetes/client-node';
import { EnvironmentError } from '../../errors/environment-error.ts';
import type { Pod } from '../../kubernetes/cluster-client.ts';
import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import { resourcePath } from '../../kubernetes/resource-path.ts';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { relayObjects } from '../relay/relay-objects.ts';
import { isRelayPod } from '../relay/relay-pods.ts';
import { readRelayProgram } from '../relay/relay-program.ts';
import { ownerName, runLabel } from './run-names.ts';

/** What a run writes down in the cluster, so that what a killed one left can be found and removed. */
export interface RunRecord {
  readonly runId: string;
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string | undefined;
  /** Objects that the run's pods wrote into the bucket and that were not there before. */
  readonly keys: readonly string[];
}

/** A namespace that a run has taken: what is made with its mark goes when it is given back. */
export interface RunOwner extends AsyncDisposable {
  readonly labels: Readonly<Record<string, string>>;
  readonly references: readonly V1OwnerReference[];
  /** An object with the run's mark on it. */
  marked(object: ManifestObject): ManifestObject;
  /** Notes objects of the bucket; resolves when they are noted, or cannot be. */
  writeKeys(keys: readonly string[]): Promise<void>;
  /** Throws `EnvironmentError` where somebody has taken the record away, and all that the run made with it. */
  requireHeld(): void;
}

export interface RunOwnerOptions {
  readonly requests: ClusterRequests;
  readonly namespace: string;
  readonly record: Omit<RunRecord, 'keys'>;
  /** The command that removes what a killed run left here. */
  readonly cleanCommand: string;
  readonly progress: (text: string) => void;
  /** Told once when objects of the bucket can no longer be noted. */
  readonly note: (text: string) => void;
}

const conflict = 409;

/** Milliseconds between two signs of life, which are changes of the record. */
export const beat = 3000;

/** Milliseconds that pods have to end: theirs is a grace of 30 s unless the manifest says more. */
const patience = 120_000;
const glance = 200;

/**
 * Takes a namespace for a run: makes the ConfigMap that owns all the rest, so that the cluster's own garbage collector removes
 * it, and nobody needs the right to delete anything else. One run at a time. Throws `EnvironmentError` where another has it.
 */
export async function takeNamespace(options: RunOwnerOptions): Promise<RunOwner> {
  const { requests, namespace, record, progress } = options;
  const labels = { [runLabel]: record.runId };
  let beats = 0;
  const owner = (keys: readonly string[]) => ownerObject(namespace, labels, { ...record, keys }, beats++);
  const made = await create(options, owner([]));
  const uid = String((made.metadata as { uid?: string }).uid);
  const references = [{ apiVersion: 'v1', kind: 'ConfigMap', name: ownerName, uid }];
  const marked: ManifestObject[] = [];
  let isLost = false;
  const tell = failedOnce(options);
  const writer = keepWriting(
    (keys) => requests.apply(withUid(owner(keys), uid)),
    (error) => {
      isLost ||= error instanceof KubernetesError && (error.status === 404 || error.status === conflict);
      if (!isLost) tell(error);
    },
  );
  return {
    labels,
    references,
    marked(object) {
      const metadata = {
        ...object.metadata,
        namespace: object.metadata.namespace ?? namespace,
        labels: { ...object.metadata.labels, ...labels },
        ownerReferences: references,
      };
      const result = { ...object, metadata };
      marked.push(result);
      return result;
    },
    writeKeys: writer.write,
    requireHeld() {
      if (!isLost) return;
      throw new EnvironmentError(
        `The ConfigMap ${ownerName} in the namespace ${namespace} was removed during the run, and what the run made with it: did somebody clean the namespace?`,
      );
    },
    async [Symbol.asyncDispose]() {
      await writer.stop();
      try {
        await removeRun({ requests, namespace, uid, runId: record.runId, progress });
        await Promise.all(marked.map((object) => gone(requests, object)));
      } catch (error) {
        throw notRemoved(options, error as Error);
      }
    },
  };
}

function notRemoved({ namespace, cleanCommand }: RunOwnerOptions, error: Error): EnvironmentError {
  return new EnvironmentError(
    `What the run made in the namespace ${namespace} could not be removed (${error.message}): when the cluster lets it again, ${cleanCommand}`,
    { cause: error },
  );
}

/** Makes a record of what a run stored, when all else that it made is gone. */
export async function leaveRecord(
  { requests, namespace, record }: Pick<RunOwnerOptions, 'requests' | 'namespace' | 'record'>,
  keys: readonly string[],
): Promise<void> {
  await requests.create(ownerObject(namespace, { [runLabel]: record.runId }, { ...record, keys }));
}

async function create(options: RunOwnerOptions, object: ManifestObject): Promise<ManifestObject> {
  try {
    return await options.requests.create(object);
  } catch (error) {
    if (!(error instanceof KubernetesError && error.status === conflict)) throw error;
    await requireFree(options);
    throw error;
  }
}

/** Throws `EnvironmentError` where another run has the namespace. */
export async function requireFree({
  requests,
  namespace,
  cleanCommand,
}: Pick<RunOwnerOptions, 'requests' | 'namespace' | 'cleanCommand'>): Promise<void> {
  const holder = await readOwner(requests, namespace);
  if (holder === undefined) return;
  throw new EnvironmentError(
    `The namespace ${namespace} is taken by run ${holder.record.runId} of ${holder.by}. Wait for its end, or name another by --namespace; if it was killed, remove what it left: ${cleanCommand}`,
  );
}

export interface RecordHolder {
  readonly record: RunRecord;
  /** Process and machine. */
  readonly by: string;
  readonly uid: string;
  /** Changes as long as the run lives. */
  readonly version: string;
}

/** Who has taken a namespace; undefined: nobody. Throws `EnvironmentError` where somebody's own ConfigMap has the record's name. */
export async function readOwner(requests: ClusterRequests, namespace: string): Promise<RecordHolder | undefined> {
  const path = `${resourcePath('v1', 'ConfigMap', namespace)}/${ownerName}`;
  try {
    const { data = {}, metadata } = await requests.get<V1ConfigMap>(path);
    if (data.runId === undefined) {
      throw new EnvironmentError(
        `The ConfigMap ${ownerName} in the namespace ${namespace} is no run's record, and a run needs its name: let whoever made it remove it, or name another namespace by --namespace.`,
      );
    }
    const { runId, bucket = '', region = '', endpoint, keys = '', by = 'somebody' } = data;
    return {
      by,
      uid: metadata?.uid ?? '',
      version: metadata?.resourceVersion ?? '',
      record: { runId, bucket, region, endpoint, keys: keys.split('\n').filter((key) => key !== '') },
    };
  } catch (error) {
    // A gateway's own 404 says nothing of a ConfigMap.
    if (error instanceof KubernetesError && error.status === 404 && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

/**
 * Removes what a run made in a namespace and waits until its pods and its relay are gone, so that the next run finds neither.
 * Throws `EnvironmentError` where they stay.
 */
export async function removeRun(options: {
  readonly requests: ClusterRequests;
  readonly namespace: string;
  /** Of the record: another one under its name is another run's. */
  readonly uid: string;
  readonly runId: string;
  readonly progress: (text: string) => void;
}): Promise<void> {
  const { requests, namespace, uid, runId, progress } = options;
  await removeRecord(requests, namespace, uid);
  const deadline = performance.now() + patience;
  for (let left = await ownPods(requests, namespace, runId); left.length > 0; ) {
    progress(`${left.length} pods are ending`);
    if (performance.now() > deadline) {
      throw new EnvironmentError(
        `The pods ${left.join(', ')} in namespace ${namespace} are still there ${patience / 1000} s after they were removed: look at them with kubectl --namespace ${namespace} get pods --selector ${runLabel}=${runId}`,
      );
    }
    await wait(glance);
    left = await ownPods(requests, namespace, runId);
  }
  const relay = { mode: 'service', namespace, ports: [443], image: 'any', labels: {}, token: 'any' } as const;
  const { objects } = relayObjects({ ...relay, program: readRelayProgram() });
  await Promise.all(objects.map((object) => gone(requests, object)));
}

async function removeRecord(requests: ClusterRequests, namespace: string, uid: string): Promise<void> {
  const path = `${resourcePath('v1', 'ConfigMap', namespace)}/${ownerName}`;
  try {
    await requests.removeAt(path, { propagationPolicy: 'Background', preconditions: { uid } });
  } catch (error) {
    if (!(error instanceof KubernetesError && error.status === conflict)) throw error;
  }
}

/** So that a write changes the object that the run made, and makes none anew when that is gone. */
function withUid(object: ManifestObject, uid: string): ManifestObject {
  return { ...object, metadata: { ...object.metadata, uid } };
}

/** Waits until an object's name is free: to ask for that takes no right but the one to make it. */
async function gone(requests: ClusterRequests, object: ManifestObject): Promise<void> {
  if (object.metadata.name === undefined) return;
  for (const deadline = performance.now() + patience; performance.now() < deadline; await wait(glance)) {
    try {
      await requests.create(object, { dryRun: true });
      return;
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      if (error.status !== conflict) return;
    }
  }
  throw new EnvironmentError(
    `${object.kind} ${object.metadata.name} is still there ${patience / 1000} s after its owner was removed: does the cluster's garbage collector run?`,
  );
}

async function ownPods(requests: ClusterRequests, namespace: string, runId: string): Promise<string[]> {
  const { items } = await requests.get<{ items: Pod[] }>(resourcePath('v1', 'Pod', namespace));
  const isOwn = (pod: Pod) => pod.metadata?.labels?.[runLabel] === runId || isRelayPod(pod);
  return items.filter(isOwn).map(({ metadata }) => metadata?.name ?? '');
}

function ownerObject(namespace: string, labels: Record<string, string>, record: RunRecord, beats = 0): ManifestObject {
  const { runId, bucket, region, endpoint, keys } = record;
  const by = `process ${process.pid} on ${hostname()}`;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: ownerName, namespace, labels },
    data: {
      runId,
      by,
      bucket,
      region,
      ...(endpoint !== undefined && { endpoint }),
      beats: `${beats}`,
      keys: keys.join('\n'),
    },
  };
}

/** A ConfigMap holds 1 MiB; the run goes on without, since one that lives on knows its keys by itself. */
function failedOnce({ cleanCommand, note }: RunOwnerOptions): (error: Error) => void {
  let isTold = false;
  return ({ message }) => {
    if (isTold) return;
    isTold = true;
    note(
      `WARNING: what the run stores from now on is not written down (${message}): if it is killed, "${cleanCommand}" does not find that in the bucket`,
    );
  };
}

/** Writes the last of what it is told, at once and again from time to time, one write at a time: those that wait share the next. */
function keepWriting(write: (keys: readonly string[]) => Promise<unknown>, failed: (error: Error) => void) {
  let last: readonly string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let stopped = false;
  const beating = setInterval(() => void enqueue(), beat).unref();
  async function writeNext(before: Promise<void>): Promise<void> {
    await before;
    next = undefined;
    if (!stopped) await write(last).then(() => undefined, failed);
  }
  function enqueue(): Promise<void> {
    if (next === undefined) {
      next = writeNext(writing);
      writing = next;
    }
    return next;
  }
  return {
    write(keys: readonly string[]): Promise<void> {
      last = keys;
      return enqueue();
    },
    async stop() {
      clearInterval(beating);
      stopped = true;
      await writing;
    },
  };
}
