import type { V1OwnerReference } from '@kubernetes/client-node';
import { EnvironmentError } from '../../errors/environment-error.ts';
import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { keepWriting } from './keep-writing.ts';
import { awaitGone, removeRun } from './remove-run.ts';
import { ownerName, runLabel } from './run-names.ts';
import { type RunRecord, readOwner, recordObject } from './run-record.ts';

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

/**
 * Takes a namespace for a run: makes the ConfigMap that owns all the rest, so that the cluster's own garbage collector removes
 * it, and nobody needs the right to delete anything else. One run at a time. Throws `EnvironmentError` where another has it.
 */
export async function takeNamespace(options: RunOwnerOptions): Promise<RunOwner> {
  const { requests, namespace, record, progress } = options;
  const labels = { [runLabel]: record.runId };
  let beats = 0;
  const owner = (keys: readonly string[]) => recordObject(namespace, labels, { ...record, keys }, beats++);
  const made = await create(options, owner([]));
  const uid = String((made.metadata as { uid?: string }).uid);
  const references = [{ apiVersion: 'v1', kind: 'ConfigMap', name: ownerName, uid }];
  const marked: ManifestObject[] = [];
  let isLost = false;
  const tell = failedOnce(options);
  const writer = keepWriting(
    (keys) => requests.apply(withUid(owner(keys), uid)),
    async (error) => {
      isLost ||= await readOwner(requests, namespace).then(
        (holder) => holder?.uid !== uid,
        () => false,
      );
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
        await Promise.all(marked.map((object) => awaitGone(requests, object)));
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
  await requests.create(recordObject(namespace, { [runLabel]: record.runId }, { ...record, keys }));
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

/** So that a write changes the object that the run made, and makes none anew when that is gone. */
function withUid(object: ManifestObject, uid: string): ManifestObject {
  return { ...object, metadata: { ...object.metadata, uid } };
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
