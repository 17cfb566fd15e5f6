import { hostname } from 'node:os';
import { EnvironmentError } from '../../errors/environment-error.ts';
import { InputError } from '../../errors/input-error.ts';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { processAlive } from '../kind/life/process-alive.ts';
import { openBucket } from './bucket-access.ts';
import { loadKubeconfig } from './load-kubeconfig.ts';
import { requireNamespace } from './require-namespace.ts';
import { ownerName } from './run-names.ts';
import { readOwner, removeRun } from './run-owner.ts';

export interface CleanNamespaceOptions {
  readonly context: string | undefined;
  readonly namespace: string;
  /** Say what would be removed, and remove nothing. */
  readonly dryRun: boolean;
  readonly report: (line: string) => void;
}

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
  const { record, by } = owner;
  const [, pid, host] = /^process (\d+) on (.+)$/.exec(by) ?? [];
  if (pid !== undefined && host === hostname() && processAlive(Number(pid))) {
    report(`spared   run ${record.runId}: ${by} still runs`);
    return;
  }
  // The record goes last: without it nobody knows what lies in the bucket.
  await using bucket = await openBucket(record);
  await bucket.credentials();
  const there = await bucket.keys();
  const keys = record.keys.filter((key) => there.has(key));
  const verb = dryRun ? 'would remove' : 'removed ';
  if (!dryRun) {
    await bucket.remove(keys);
    await removeRun({ requests, namespace, runId: record.runId, progress: () => undefined });
  }
  report(`${verb} run ${record.runId} of ${by}: the ConfigMap ${ownerName} and all that it owned in ${namespace}`);
  report(`${verb} ${keys.length} objects of that run in the bucket ${record.bucket}`);
}
