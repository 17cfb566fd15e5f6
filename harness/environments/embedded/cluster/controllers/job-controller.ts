import type { KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { createEventRecorder } from './event-recorder.ts';
import { controllerKey, fromKey, keyOf, ownedObjects, ownerReference } from './owners.ts';
import { isActive, isReady } from './pod-availability.ts';
import { WorkQueue } from './work-queue.ts';

type Job = KindMap['Job'];
type Pod = KindMap['Pod'];
type Status = NonNullable<Job['status']>;
type Condition = NonNullable<Status['conditions']>[number];

const indexAnnotation = 'batch.kubernetes.io/job-completion-index';

/** Runs pods of a Job until enough have succeeded or too many have failed. Source: kubernetes/pkg/controller/job. */
export function startJobController({ api, pace, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'job-controller');
  const queue = new WorkQueue(reconcile, onError);

  function reconcile(key: string): void {
    const job = api.get('Job', fromKey(key));
    if (!job || job.metadata?.deletionTimestamp) return;
    if (endOf(job)) {
      expire(key, job);
      return;
    }
    const startTime = job.status?.startTime ?? timestamp();
    const pods = ownedObjects(api, 'Pod', 'Job', job, job.spec?.selector);
    const succeeded = pods.filter((pod) => pod.status?.phase === 'Succeeded');
    const failed = pods.filter((pod) => pod.status?.phase === 'Failed');
    const active = pods.filter(isActive);
    const verdict = judge(job, startTime, pods, countSuccesses(job, succeeded), failed.length);
    if (verdict) for (const pod of active) remove(job, pod);
    else if (!job.spec?.suspend) keepRunning(key, job, { active, succeeded, failed });
    else for (const pod of active) remove(job, pod);
    writeStatus(key, startTime, verdict);
  }

  function judge(
    job: Job,
    startTime: string,
    pods: readonly Pod[],
    successes: number,
    failures: number,
  ): Verdict | undefined {
    const { spec } = job;
    const restarts = spec?.template.spec?.restartPolicy === 'OnFailure' ? restartCount(pods) : 0;
    if (failures + restarts > (spec?.backoffLimit ?? 6)) {
      return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
    }
    const deadline = spec?.activeDeadlineSeconds;
    if (deadline !== undefined && !spec?.suspend) {
      // The start is known in whole seconds only; a Job shall not fail before its time.
      const left = Date.parse(startTime) + (deadline + 1) * 1000 - Date.now();
      if (left <= 0)
        return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
      queue.addAfter(keyOf(job), left);
    }
    const wanted = spec?.completions;
    const enough = wanted === undefined ? successes > 0 && !pods.some(isActive) : successes >= wanted;
    if (!enough) return undefined;
    return { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
  }

  function keepRunning(
    key: string,
    job: Job,
    pods: { active: readonly Pod[]; succeeded: readonly Pod[]; failed: readonly Pod[] },
  ): void {
    const { parallelism = 1, completions } = job.spec ?? {};
    const left =
      completions === undefined
        ? pods.succeeded.length
          ? 0
          : parallelism
        : completions - countSuccesses(job, pods.succeeded);
    const wanted = Math.min(parallelism, left);
    for (const pod of pods.active.slice(Math.max(0, wanted))) remove(job, pod);
    if (pods.active.length >= wanted) return;
    // After the nth failure the next pod waits 10 s × 2^(n-1), at most ten minutes.
    const latest = Math.max(0, ...pods.failed.map(finishedAt));
    const nominal = pods.failed.length ? Math.min(10_000 * 2 ** (pods.failed.length - 1), 600_000) : 0;
    const wait = latest + pace.backOff(nominal) - Date.now();
    if (nominal && wait > 0) {
      queue.addAfter(key, wait);
      return;
    }
    const free = freeIndexes(job, [...pods.active, ...pods.succeeded]);
    for (let count = pods.active.length; count < wanted; count++) create(job, free.shift());
  }

  function create(job: Job, index: number | undefined): void {
    const { metadata, spec } = job.spec?.template ?? {};
    const indexed: Record<string, string> = index === undefined ? {} : { [indexAnnotation]: String(index) };
    const variable = { name: 'JOB_COMPLETION_INDEX', value: String(index) };
    const containers = (spec?.containers ?? []).map((container) =>
      index === undefined ? container : { ...container, env: [...(container.env ?? []), variable] },
    );
    try {
      const pod = api.create('Pod', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          labels: { ...metadata?.labels, ...indexed },
          annotations: { ...metadata?.annotations, ...indexed },
          generateName: index === undefined ? `${job.metadata?.name}-` : `${job.metadata?.name}-${index}-`,
          ...(job.metadata?.namespace && { namespace: job.metadata.namespace }),
          ownerReferences: [ownerReference('Job', job)],
        },
        spec: { ...spec, containers },
      });
      events.record('Job', job, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata?.name}`);
    } catch (error) {
      events.record('Job', job, 'Warning', 'FailedCreate', `Error creating: ${(error as Error).message}`);
      queue.addAfter(keyOf(job), pace.backOff(10_000));
    }
  }

  function remove(job: Job, { metadata }: Pod): void {
    api.delete('Pod', { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' });
    events.record('Job', job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${metadata?.name}`);
  }

  function writeStatus(key: string, startTime: string, verdict: Verdict | undefined): void {
    const job = api.get('Job', fromKey(key));
    if (!job) return;
    const pods = ownedObjects(api, 'Pod', 'Job', job, undefined);
    const active = pods.filter(isActive);
    const terminating = pods.filter((pod) => pod.metadata?.deletionTimestamp).length;
    const succeeded = countSuccesses(
      job,
      pods.filter((pod) => pod.status?.phase === 'Succeeded'),
    );
    // A pod that the verdict takes away counts as failed, as the real controller counts it.
    const killed = verdict?.type === 'Failed' ? terminating : 0;
    const failed = pods.filter((pod) => pod.status?.phase === 'Failed').length + killed;
    const complete = verdict?.type === 'Complete';
    api.updateStatus('Job', {
      ...job,
      status: {
        ...job.status,
        startTime,
        active: active.length,
        ready: active.filter(isReady).length,
        terminating,
        succeeded,
        failed,
        uncountedTerminatedPods: {},
        ...(verdict && { conditions: conditionsOf(verdict) }),
        ...(complete && { completionTime: timestamp() }),
      },
    });
    if (verdict)
      events.record(
        'Job',
        job,
        complete ? 'Normal' : 'Warning',
        complete ? 'Completed' : verdict.reason,
        complete ? 'Job completed' : verdict.message,
      );
  }

  /** Deletes a Job that has ended when its time to live is over. */
  function expire(key: string, job: Job): void {
    const seconds = job.spec?.ttlSecondsAfterFinished;
    if (seconds === undefined) return;
    const left = Date.parse(endOf(job)?.lastTransitionTime ?? '') + seconds * 1000 - Date.now();
    if (left > 0) queue.addAfter(key, left);
    else api.delete('Job', fromKey(key), { propagationPolicy: 'Background' });
  }

  return disposeAll(
    api.watch('Job', ({ object }) => queue.add(keyOf(object))),
    api.watch('Pod', ({ object }) => {
      const key = controllerKey(object, 'Job');
      if (key) queue.add(key);
    }),
    queue,
  );
}

interface Verdict {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

function endOf({ status }: Job): Condition | undefined {
  return status?.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}

/** A Job shows first what it is about to be, then what it is; here both come at once. */
function conditionsOf({ type, reason, message }: Verdict): Condition[] {
  const time = timestamp();
  const types = [type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', type];
  return types.map((item) => ({
    type: item,
    status: 'True',
    reason,
    message,
    lastProbeTime: time,
    lastTransitionTime: time,
  }));
}

function isIndexed({ spec }: Job): boolean {
  return spec?.completionMode === 'Indexed';
}

function indexOf({ metadata }: Pod): number {
  return Number(metadata?.annotations?.[indexAnnotation]);
}

/** Pods that succeeded; of an indexed Job each index once. */
function countSuccesses(job: Job, succeeded: readonly Pod[]): number {
  return isIndexed(job) ? new Set(succeeded.map(indexOf)).size : succeeded.length;
}

/** Indexes that no pod has, from the lowest on; none for a Job that is not indexed. */
function freeIndexes(job: Job, pods: readonly Pod[]): number[] {
  if (!isIndexed(job)) return [];
  const taken = new Set(pods.map(indexOf));
  return Array.from({ length: job.spec?.completions ?? 0 }, (_, index) => index).filter((index) => !taken.has(index));
}

function restartCount(pods: readonly Pod[]): number {
  const statuses = pods.flatMap(({ status }) => [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ]);
  return statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
}

function finishedAt({ status }: Pod): number {
  const times = (status?.containerStatuses ?? []).map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? ''));
  return Math.max(0, ...times.filter(Number.isFinite));
}
