import type { V1CronJob } from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { scheduleProblem } from './cron-schedule.ts';
import { validateJobSpec } from './job.ts';
import { nonNegative, oneOf } from './names.ts';
import { printedSelector } from './pod-template.ts';

type CronJob = Wire<V1CronJob>;

/** Source: kubernetes `ValidateCronJobCreate`, 1.34. */
export function validateCronJobCreate(job: CronJob): FieldError[] {
  const { name = '' } = job.metadata ?? {};
  const isLong = name.length > 52;
  return [
    ...validateCronJobSpec(job, undefined),
    ...(isLong ? [invalidValue('metadata.name', name, 'must be no more than 52 characters')] : []),
  ];
}

/** Source: kubernetes `ValidateCronJobUpdate`, 1.34. */
export function validateCronJobUpdate(next: CronJob, current: CronJob): FieldError[] {
  return validateCronJobSpec(next, current.spec);
}

/** Source: kubernetes `validateCronJobSpec`, 1.34. */
function validateCronJobSpec({ spec }: CronJob, before: CronJob['spec'] | undefined): FieldError[] {
  if (!spec) return [];
  const { schedule } = spec;
  const template = spec.jobTemplate?.spec;
  const errors = schedule ? validateSchedule('spec.schedule', schedule) : [required('spec.schedule', '')];
  errors.push(...nonNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds));
  // A time zone is looked at only when it changes.
  if (spec.timeZone !== before?.timeZone) errors.push(...validateTimeZone('spec.timeZone', spec.timeZone));
  errors.push(...oneOf('spec.concurrencyPolicy', spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace']));
  errors.push(...validateJobSpec('spec.jobTemplate.spec', template ?? ({} as NonNullable<typeof template>)));
  if (template?.selector) {
    const selector = printedSelector(template.selector);
    errors.push(invalidValue('spec.jobTemplate.spec.selector', selector, '`selector` will be auto-generated'));
  }
  if (template?.manualSelector)
    errors.push(notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']));
  errors.push(...nonNegative('spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit));
  return [...errors, ...nonNegative('spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit)];
}

function validateSchedule(field: string, schedule: string): FieldError[] {
  const problem = scheduleProblem(schedule);
  const zone = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  return [
    ...(problem ? [invalidValue(field, schedule, problem)] : []),
    ...(schedule.includes('TZ') ? [invalidValue(field, schedule, zone)] : []),
  ];
}

/** Source: kubernetes `validateTimeZone`, 1.34. */
function validateTimeZone(field: string, zone: string | undefined): FieldError[] {
  if (zone === undefined) return [];
  if (!zone) return [invalidValue(field, zone, 'timeZone must be nil or non-empty string')];
  const unknown = invalidValue(field, zone, `unknown time zone ${zone}`);
  const odd = (part: string) => part === '.' || part === '..' || !/^[A-Za-z.+_0-9][-+A-Za-z._0-9]{0,13}$/.test(part);
  if (zone.split('/').some(odd)) return [unknown];
  if (zone.toLowerCase() === 'local') {
    const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    return [invalidValue(field, zone, detail), ...(zone === 'Local' ? [] : [unknown])];
  }
  return isKnownZone(zone) ? [] : [unknown];
}

/** As a server's time zone files tell, whose names are told apart by case. */
function isKnownZone(zone: string): boolean {
  if (/^[^A-Z]*$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
