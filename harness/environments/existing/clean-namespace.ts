import { setTimeout as wait } from 'node:timers/promises';
import { EnvironmentError } from '../../errors/environment-error.ts';
import { InputError } from '../../errors/input-error.ts';
import { type ClusterRequests, openRequests } from '../../kubernetes/cluster-requests.ts';
import { processAlive } from '../kind/life/process-alive.ts';
import { processSpace } from '../kind/life/process-space.ts';
import { openBucket } from './bucket-access.ts';
import { cleanHint } from './clean-hint.ts';
import { beat } from './keep-writing.ts';
import { loadKubeconfig } from './load-kubeconfig.ts';
import { removeRun } from './remove-run.ts';
import { requireNamespace } from './require-namespace.ts';
import { ownerName } from './run-names.ts';
import { type RecordHolder, type RunRecord, readOwner } from './run-record.ts';

export interface CleanNamespaceOptions {
  readonly context: string | undefined;
  readonly namespace: string;
  /** The one that the run had, and its endpoint: what stands in a cluster is no leave to delete in any bucket. */
  readonly bucket: string | undefined;
  readonly endpoint: string | undefined;
  /** Say what would be removed, and remove nothing. */
  readonly dryRun: boolean;
  readonly report: (line: string) => void;
}

/** Milliseconds in which a run that lives has written, also on a machine that is busy. */
const patience = 4 * beat;
const glance = 200;

/** SHA-1, under which agents store everything. */
const digest = /^[0-9a-f]{40}$/;

/**
 * Removes what a killed run left in a namespace of somebody's cluster, and in the bucket what it had written down as its own.
 * One whose process still runs here is spared. Throws `InputError`, `EnvironmentError`.
 */
export async function cleanNamespace(options: CleanNamespaceOptions): Promise<void> {
  try {
    await clean(options);
  } catch (error) {
    if (error instanceof InputError || error instanceof EnvironmentError) throw error;
    const { message } = error as Error;
    throw new EnvironmentError(`The namespace ${options.namespace} could not be cleaned: ${message}`, { cause: error });
  }
}

async function clean(options: CleanNamespaceOptions): Promise<void> {
  const { context, namespace, dryRun, report } = options;
  const target = loadKubeconfig(context, process.env);
  using requests = await openRequests(target.kubeconfig);
  await requireNamespace({ requests, target, namespace, remedy: 'name the one that the run had by --namespace' });
  const owner = await readOwner(requests, namespace);
  if (owner === undefined) {
    report(`Nothing is left of a run in the namespace ${namespace}.`);
    return;
  }
  const { record, by, uid } = owner;
  if (await stillRuns(requests, namespace, owner, report)) {
    report(`spared   run ${record.runId}: ${by} still runs`);
    return;
  }
  const verb = dryRun ? 'would remove' : 'removed ';
  // The record goes last: without it nobody knows what lies in the bucket.
  await cleanBucket(options, record, verb);
  if (!dryRun) await removeRun({ requests, namespace, uid, runId: record.runId, progress: () => undefined });
  report(`${verb} run ${record.runId} of ${by}: the ConfigMap ${ownerName} and all that it owned in ${namespace}`);
}

/** A run of another machine, or of another container that has this one's name, is seen by its signs of life alone. */
async function stillRuns(
  requests: ClusterRequests,
  namespace: string,
  { record, by, started, space, version }: RecordHolder,
  report: (line: string) => void,
): Promise<boolean> {
  const [, pid] = /^process (\d+) on /.exec(by) ?? [];
  if (space !== undefined && space === processSpace()) return processAlive(Number(pid), started);
  report(`looking whether run ${record.runId} of ${by} still writes, for ${patience / 1000} s`);
  for (const deadline = performance.now() + patience; performance.now() < deadline; await wait(glance)) {
    const now = await readOwner(requests, namespace);
    if (now === undefined || now.version !== version) return now !== undefined;
  }
  return false;
}

async function cleanBucket(options: CleanNamespaceOptions, record: RunRecord, verb: string): Promise<void> {
  const { namespace, context, bucket: name, endpoint, dryRun, report } = options;
  if (record.keys.length === 0) return;
  if (name !== record.bucket || endpoint !== record.endpoint) {
    const { bucket, endpoint: at } = record;
    throw new InputError(
      `the record of run ${record.runId} in the namespace ${namespace} says that it stored in the bucket ${bucket}${at === undefined ? '' : ` at ${at}`}, which you have to name for anything to be removed there: ${cleanHint({ context, namespace, bucket, endpoint: at })}`,
    );
  }
  await using bucket = await openBucket(record);
  await bucket.credentials();
  const there = await bucket.keys();
  const keys = record.keys.filter((key) => there.has(key) && digest.test(key));
  if (!dryRun) await bucket.remove(keys);
  report(`${verb} ${keys.length} objects of that run in the bucket ${record.bucket}`);
  for (const key of record.keys) {
    if (there.has(key) && !digest.test(key))
      report(`left     ${key} in that bucket: it is no digest, as what agents store is`);
  }
}
