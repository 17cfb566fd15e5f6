import type { KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { createEventRecorder } from './event-recorder.ts';
import { endOf } from './job-end.ts';
import { completedIndexes, countSuccesses, freeIndexes, indexAnnotation } from './job-indexes.ts';
import { jobVerdict, millisecondsLeft, type Verdict } from './job-verdict.ts';
import { controllerKey, fromKey, keyOf, ownedObjects, ownerReference } from './owners.ts';
import { isActive, isReady } from './pod-availability.ts';
import { WorkQueue } from './work-queue.ts';

type Job = KindMap['Job'];
type Pod = KindMap['Pod'];
type Status = NonNullable<Job['status']>;
type Condition = NonNullable<Status['conditions']>[number];

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
    const active = pods.filter(isActive);
    const verdict = jobVerdict(job, startTime, pods);
    const left = millisecondsLeft(job, startTime);
    if (!verdict && left !== undefined) queue.addAfter(key, left);
    if (!verdict && !job.spec?.suspend) keepRunning(key, job, pods);
    else for (const pod of active) remove(job, pod);
    writeStatus(key, startTime, verdict);
  }

  function keepRunning(key: string, job: Job, pods: readonly Pod[]): void {
    const { parallelism = 1, completions } = job.spec ?? {};
    const active = pods.filter(isActive);
    const failed = pods.filter((pod) => pod.status?.phase === 'Failed');
    const succeeded = pods.filter((pod) => pod.status?.phase === 'Succeeded');
    const open = succeeded.length ? 0 : parallelism;
    const left = completions === undefined ? open : completions - countSuccesses(job, pods);
    const wanted = Math.min(parallelism, left);
    for (const pod of active.slice(Math.max(0, wanted))) remove(job, pod);
    if (active.length >= wanted) return;
    // After the nth failure the next pod waits 10 s × 2^(n-1), at most ten minutes.
    const latest = Math.max(0, ...failed.map(finishedAt));
    const nominal = failed.length ? Math.min(10_000 * 2 ** (failed.length - 1), 600_000) : 0;
    const wait = latest + pace.backOff(nominal) - Date.now();
    if (nominal && wait > 0) {
      queue.addAfter(key, wait);
      return;
    }
    const free = freeIndexes(job, [...active, ...succeeded]);
    for (let count = active.length; count < wanted; count++) create(job, free.shift());
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
    const indexes = completedIndexes(job, pods);
    const succeeded = countSuccesses(job, pods);
    // A pod that the verdict takes away counts as failed, as the real controller counts it.
    const killed = verdict?.type === 'Failed' ? terminating : 0;
    const failed = pods.filter((pod) => pod.status?.phase === 'Failed').length + killed;
    const complete = verdict?.type === 'Complete';
    api.updateStatus('Job', {
      ...job,
      status: {
        ...job.status,
        ...(!job.spec?.suspend && { startTime }),
        ...(active.length && { active: active.length }),
        ready: active.filter(isReady).length,
        terminating,
        ...(succeeded && { succeeded }),
        ...(failed && { failed }),
        ...(indexes && { completedIndexes: indexes }),
        uncountedTerminatedPods: {},
        conditions: [...suspension(job), ...(verdict ? conditionsOf(verdict) : [])],
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

  /** Nothing for a Job that was never suspended. */
  function suspension(job: Job): Condition[] {
    const before = (job.status?.conditions ?? []).filter(({ type }) => type === 'Suspended');
    const isSuspended = job.spec?.suspend ?? false;
    if (isSuspended === (before[0]?.status === 'True')) return before;
    const [reason, message] = isSuspended ? ['Suspended', 'Job suspended'] : ['Resumed', 'Job resumed'];
    events.record('Job', job, 'Normal', reason, message);
    const time = timestamp();
    const status = isSuspended ? 'True' : 'False';
    const times = { lastProbeTime: time, lastTransitionTime: time };
    return [{ type: 'Suspended', status, reason: `Job${reason}`, message, ...times }];
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

/** Of a pod that no container ran in, when it was seen to be over. */
function finishedAt({ metadata, status }: Pod): number {
  const times = (status?.containerStatuses ?? []).map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? ''));
  const ended = times.filter(Number.isFinite);
  if (ended.length) return Math.max(...ended);
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return Date.parse(ready?.lastTransitionTime ?? metadata?.creationTimestamp ?? '') || 0;
}
