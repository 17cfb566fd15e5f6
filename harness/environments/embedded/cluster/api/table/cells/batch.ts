import type { V1CronJob, V1Job, V1JobSpec } from '@kubernetes/client-node';
import type { Wire } from '../../wire.ts';
import type { Cells } from '../cells.ts';
import { age, cellsFor, containerCells, formatSelector, none, unset } from '../formats.ts';
import { humanDuration, since } from '../human-duration.ts';

export const batchCells: Readonly<Record<string, Cells>> = {
  'cronjobs.batch': cellsFor<Wire<V1CronJob>>((object) => {
    const { metadata, spec, status } = object;
    const job = spec?.jobTemplate.spec;
    return [
      metadata.name,
      spec?.schedule,
      spec?.timeZone ?? none,
      spec?.suspend === undefined ? unset : spec.suspend ? 'True' : 'False',
      status?.active?.length ?? 0,
      status?.lastScheduleTime ? since(status.lastScheduleTime) : none,
      age(object),
      ...containerCells(job?.template.spec),
      formatSelector(job?.selector),
    ];
  }),
  'jobs.batch': cellsFor<Wire<V1Job>>((object) => {
    const { metadata, spec } = object;
    return [
      metadata.name,
      state(object),
      completions(object),
      duration(object),
      age(object),
      ...containerCells(spec?.template.spec),
      formatSelector(spec?.selector),
    ];
  }),
};

function state({ metadata, status }: Wire<V1Job>): string {
  const holds = (type: string) => status?.conditions?.some((item) => item.type === type && item.status === 'True');
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (metadata?.deletionTimestamp) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running';
}

function completions({ spec, status }: Wire<V1Job>): string {
  const succeeded = status?.succeeded ?? 0;
  const wanted: Partial<Wire<V1JobSpec>> = spec ?? {};
  if (wanted.completions !== undefined) return `${succeeded}/${wanted.completions}`;
  return (wanted.parallelism ?? 0) > 1 ? `${succeeded}/1 of ${wanted.parallelism}` : `${succeeded}/1`;
}

function duration({ status }: Wire<V1Job>): string {
  if (!status?.startTime) return '';
  const end = status.completionTime ? Date.parse(status.completionTime) : Date.now();
  return humanDuration(end - Date.parse(status.startTime));
}
