import type { V1Job, V1JobStatus } from '@kubernetes/client-node';
import { duplicate, type FieldError, invalidValue, required, withoutValue } from '../../objects/field-error.ts';
import { jsonEqual } from '../../objects/json.ts';
import type { Wire } from '../../wire.ts';
import { countIndexes } from '../job-policies.ts';
import { nonNegative } from '../names.ts';

type Job = Wire<V1Job>;
type Status = Wire<V1JobStatus>;

function isTrue({ status }: Job, name: string): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === name && value === 'True') ?? false;
}

const isFinished = (job: Job) => isTrue(job, 'Complete') || isTrue(job, 'Failed');
const onConditions = (detail: string) => withoutValue('status.conditions', detail);

/** Source: kubernetes `ValidateJobUpdateStatus` with the options of `getStatusValidationOptions`, 1.34. */
export function validateJobStatus(next: Job, current: Job): FieldError[] {
  const [status, before] = [next.status ?? {}, current.status ?? {}];
  return [
    ...['active', 'succeeded', 'failed', 'ready', 'terminating'].flatMap((name) =>
      nonNegative(`status.${name}`, status[name as 'active']),
    ),
    ...validateUncounted(status),
    ...validateEnd(next, current),
    ...validateIndexes(next, before),
    ...validateCounts(next, current),
    ...(isTrue(next, 'SuccessCriteriaMet')
      ? ['Failed', 'FailureTarget']
          .filter((name) => isTrue(next, name))
          .map((name) => onConditions(`cannot set SuccessCriteriaMet=True and ${name}${isTrueAs}`))
      : []),
    ...['Failed', 'Complete', 'FailureTarget']
      .filter((name) => isTrue(current, name) && !isTrue(next, name))
      .map((name) => onConditions(`cannot disable the terminal ${name}=True condition`)),
    ...validateHistory(next, current),
  ];
}

/** The server's own spelling. */
const isTrueAs = '=true conditions';

function validateUncounted({ uncountedTerminatedPods: uncounted }: Status): FieldError[] {
  const seen = new Set<string>();
  return (['succeeded', 'failed'] as const).flatMap((list) =>
    (uncounted?.[list] ?? []).flatMap((uid, index) => {
      const field = `status.uncountedTerminatedPods.${list}[${index}]`;
      if (!uid) return [invalidValue(field, uid, 'must not be empty')];
      if (seen.has(uid)) return [duplicate(field, uid)];
      seen.add(uid);
      return [];
    }),
  );
}

/** What a Job that has ended must and must not show; each rule counts only when one of its fields changes. */
function validateEnd(next: Job, current: Job): FieldError[] {
  const [status, before] = [next.status ?? {}, current.status ?? {}];
  const turned = (...names: string[]) => names.some((name) => isTrue(next, name) !== isTrue(current, name));
  const changed = (name: keyof Status) => !jsonEqual(status[name] ?? null, before[name] ?? null);
  const { completionTime, startTime, active = 0, uncountedTerminatedPods: uncounted } = status;
  const [complete, finished] = [isTrue(next, 'Complete'), isFinished(next)];
  const ends = finished !== isFinished(current);
  const errors: FieldError[] = [];
  if (turned('Complete', 'Failed') && complete && isTrue(next, 'Failed'))
    errors.push(onConditions(`cannot set Complete=True and Failed${isTrueAs}`));
  if (turned('Complete', 'FailureTarget') && complete && isTrue(next, 'FailureTarget'))
    errors.push(onConditions(`cannot set Complete=True and FailureTarget${isTrueAs}`));
  if (turned('Complete') || changed('completionTime')) {
    const early = 'cannot set completionTime when there is no Complete=True condition';
    if (completionTime && !complete) errors.push(invalidValue('status.completionTime', completionTime, early));
    if (!completionTime && complete)
      errors.push(required('status.completionTime', 'completionTime is required for Complete jobs'));
  }
  if ((changed('startTime') || changed('completionTime')) && completionTime && startTime && completionTime < startTime)
    errors.push(invalidValue('status.completionTime', completionTime, 'must be equal to or after `startTime`'));
  if (turned('Failed', 'FailureTarget') && isTrue(next, 'Failed') && !isTrue(next, 'FailureTarget'))
    errors.push(onConditions('cannot set Failed=True condition without the FailureTarget=true condition'));
  if (turned('Complete', 'SuccessCriteriaMet') && complete && !isTrue(next, 'SuccessCriteriaMet'))
    errors.push(onConditions('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'));
  if (!finished) return errors;
  if ((ends || changed('active')) && active > 0)
    errors.push(invalidValue('status.active', active, 'active>0 is invalid for finished job'));
  if ((ends || changed('startTime')) && !startTime)
    errors.push(required('status.startTime', 'startTime is required for finished job'));
  const isCounting = (uncounted?.succeeded?.length ?? 0) + (uncounted?.failed?.length ?? 0) > 0;
  if ((ends || changed('uncountedTerminatedPods')) && isCounting) {
    const detail = 'uncountedTerminatedPods needs to be empty for finished job';
    const { succeeded = null, failed = null } = uncounted ?? {};
    errors.push(invalidValue('status.uncountedTerminatedPods', { Succeeded: succeeded, Failed: failed }, detail));
  }
  return errors;
}

function validateIndexes({ spec, status = {} }: Job, before: Status): FieldError[] {
  const { completedIndexes: completed = '', failedIndexes: failed } = status;
  const errors: FieldError[] = [];
  const isNew = { completed: completed !== (before.completedIndexes ?? ''), failed: failed !== before.failedIndexes };
  const format = (name: 'completedIndexes' | 'failedIndexes', text: string) => {
    const parsed = spec?.completions === undefined ? 0 : countIndexes(text, spec.completions);
    if (typeof parsed === 'string')
      errors.push(invalidValue(`status.${name}`, text, `error parsing ${name}: ${parsed}`));
  };
  if (isNew.completed) format('completedIndexes', completed);
  if (isNew.failed && spec?.backoffLimitPerIndex !== undefined && failed !== undefined) format('failedIndexes', failed);
  if (isNew.completed && completed && spec?.completionMode !== 'Indexed') {
    const detail = 'cannot set non-empty completedIndexes when non-indexed completion mode';
    errors.push(invalidValue('status.completedIndexes', completed, detail));
  }
  if (isNew.failed && failed !== undefined && spec?.backoffLimitPerIndex === undefined) {
    const detail = 'cannot set non-null failedIndexes when backoffLimitPerIndex is null';
    errors.push(invalidValue('status.failedIndexes', failed, detail));
  }
  return errors;
}

function validateCounts(next: Job, current: Job): FieldError[] {
  const { terminating = 0, ready = 0, active = 0 } = next.status ?? {};
  const before = current.status ?? {};
  const errors: FieldError[] = [];
  const ends = isFinished(next) !== isFinished(current);
  if ((ends || terminating !== (before.terminating ?? 0)) && terminating > 0 && isFinished(next))
    errors.push(invalidValue('status.terminating', terminating, 'terminating>0 is invalid for finished job'));
  if ((ready !== (before.ready ?? 0) || active !== (before.active ?? 0)) && ready > active)
    errors.push(invalidValue('status.ready', ready, 'cannot set more ready pods than active'));
  return errors;
}

/** What holds between two states. */
function validateHistory(next: Job, current: Job): FieldError[] {
  const { spec, status = {} } = next;
  const before = current.status ?? {};
  const errors: FieldError[] = [];
  const decreased = (name: 'failed' | 'succeeded') => (status[name] ?? 0) < (before[name] ?? 0);
  // An Indexed Job whose parallelism follows its completions may be scaled down.
  const isElastic = spec?.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  if (decreased('failed'))
    errors.push(invalidValue('status.failed', status.failed ?? 0, 'cannot decrease the failed counter'));
  if (decreased('succeeded') && !isElastic)
    errors.push(invalidValue('status.succeeded', status.succeeded ?? 0, 'cannot decrease the succeeded counter'));
  const { completionTime } = before;
  if (completionTime && status.completionTime && String(status.completionTime) !== String(completionTime))
    errors.push(invalidValue('status.completionTime', status.completionTime, 'field is immutable'));
  if (before.startTime && String(before.startTime) !== String(status.startTime) && !spec?.suspend)
    errors.push(required('status.startTime', 'startTime cannot be removed for unsuspended job'));
  if (isTrue(current, 'SuccessCriteriaMet') && !isTrue(next, 'SuccessCriteriaMet'))
    errors.push(onConditions('cannot disable the SuccessCriteriaMet=True condition'));
  return errors;
}
