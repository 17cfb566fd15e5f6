import type { KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { cronSchedule } from './cron-schedule.ts';
import { createEventRecorder } from './event-recorder.ts';
import { endOf } from './job-end.ts';
import { controllerKey, fromKey, keyOf, ownerReference } from './owners.ts';
import { WorkQueue } from './work-queue.ts';

type CronJob = KindMap['CronJob'];
type Job = KindMap['Job'];

/** Makes a Job of a CronJob at each of its times. Source: kubernetes/pkg/controller/cronjob, `syncCronJob`. */
export function startCronJobController({ api, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'cronjob-controller');
  const queue = new WorkQueue(reconcile, onError);

  function jobsOf({ metadata }: CronJob): Job[] {
    return api
      .list('Job', metadata?.namespace)
      .filter((job) =>
        job.metadata?.ownerReferences?.some(({ uid, controller }) => controller && uid === metadata?.uid),
      );
  }

  function reconcile(key: string): void {
    const cron = api.get('CronJob', fromKey(key));
    if (!cron?.spec || cron.metadata?.deletionTimestamp) return;
    const stored = settle(cron);
    if (stored.spec?.suspend) return;
    const due = latestDue(stored);
    if (due !== undefined) start(stored, due);
    const next = cronSchedule(cron.spec.schedule, cron.spec.timeZone).next(Date.now());
    if (next !== undefined) queue.addAfter(key, next - Date.now());
  }

  /** Takes note of Jobs that have ended, and forgets the oldest of them. */
  function settle(cron: CronJob): CronJob {
    const jobs = jobsOf(cron);
    const active = jobs.filter((job) => !endOf(job));
    for (const { name, uid } of cron.status?.active ?? []) {
      const job = jobs.find(({ metadata }) => metadata?.uid === uid);
      const end = job && endOf(job);
      if (end) {
        const message = `Saw completed job: ${name}, condition: ${end.type}`;
        events.record('CronJob', cron, 'Normal', 'SawCompletedJob', message);
      }
    }
    forget(cron, jobs, 'Complete', cron.spec?.successfulJobsHistoryLimit ?? 3);
    forget(cron, jobs, 'Failed', cron.spec?.failedJobsHistoryLimit ?? 1);
    const ended = jobs.flatMap(({ status }) => status?.completionTime ?? []).sort();
    const lastSuccessfulTime = ended.at(-1) ?? cron.status?.lastSuccessfulTime;
    const { active: _, ...rest } = cron.status ?? {};
    const status = {
      ...rest,
      ...(active.length && { active: active.map(reference) }),
      ...(lastSuccessfulTime && { lastSuccessfulTime }),
    };
    return JSON.stringify(status) === JSON.stringify(cron.status ?? {})
      ? cron
      : api.updateStatus('CronJob', { ...cron, status });
  }

  function forget(cron: CronJob, jobs: readonly Job[], type: string, limit: number): void {
    const ended = jobs.filter((job) => endOf(job)?.type === type);
    const oldest = ended.sort((left, right) =>
      (left.status?.startTime ?? '').localeCompare(right.status?.startTime ?? ''),
    );
    for (const job of oldest.slice(0, Math.max(0, ended.length - limit))) {
      api.delete('Job', fromKey(keyOf(job)), { propagationPolicy: 'Background' });
      events.record('CronJob', cron, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata?.name}`);
    }
  }

  function start(cron: CronJob, due: number): void {
    const { metadata, spec } = cron;
    const active = cron.status?.active ?? [];
    if (spec?.concurrencyPolicy === 'Forbid' && active.length) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
      events.record('CronJob', cron, 'Normal', 'JobAlreadyActive', message);
      return;
    }
    if (spec?.concurrencyPolicy === 'Replace') {
      for (const { name = '' } of active)
        api.delete('Job', { namespace: metadata?.namespace ?? '', name }, { propagationPolicy: 'Background' });
    }
    const { metadata: given, spec: template } = spec?.jobTemplate ?? {};
    const job = api.create('Job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: `${metadata?.name}-${Math.floor(due / 60_000)}`,
        namespace: metadata?.namespace ?? '',
        ...(given?.labels && { labels: given.labels }),
        annotations: { ...given?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(due) },
        ownerReferences: [ownerReference('CronJob', cron)],
      },
      ...(template && { spec: template }),
    });
    events.record('CronJob', cron, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata?.name}`);
    const kept = spec?.concurrencyPolicy === 'Replace' ? [] : active;
    const status = { ...cron.status, active: [...kept, reference(job)], lastScheduleTime: timestamp(due) };
    api.updateStatus('CronJob', { ...cron, status });
  }

  return disposeAll(
    api.watch('CronJob', ({ object }) => queue.add(keyOf(object))),
    api.watch('Job', ({ object }) => {
      const key = controllerKey(object, 'CronJob');
      if (key) queue.add(key);
    }),
    queue,
  );
}

/** The latest time that is due and has had no Job; undefined when there is none, or it is too late for it. */
function latestDue({ metadata, spec, status }: CronJob): number | undefined {
  if (!spec) return undefined;
  const deadline = spec.startingDeadlineSeconds;
  const known = Date.parse(status?.lastScheduleTime ?? metadata?.creationTimestamp ?? '');
  const earliest = deadline === undefined ? known : Math.max(known, Date.now() - deadline * 1000);
  const schedule = cronSchedule(spec.schedule, spec.timeZone);
  let latest: number | undefined;
  for (let due = schedule.next(earliest); due !== undefined && due <= Date.now(); due = schedule.next(due))
    latest = due;
  return latest;
}

function reference({ metadata }: Job) {
  const { name = '', namespace = '', uid = '', resourceVersion = '' } = metadata ?? {};
  return { apiVersion: 'batch/v1', kind: 'Job', name, namespace, uid, resourceVersion };
}
