import type { V1CronJob } from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { scheduleProblem } from './cron-schedule.ts';
import { validateJobSpec } from './job.ts';
import { nonNegative, oneOf } from './names.ts';
import { printedSelector } from './pod-template.ts';

type CronJob = Wire<V1CronJob>;

/** What holds for a new CronJob only. Source: kubernetes `ValidateCronJobCreate`, 1.34. */
export function validateCronJobCreate({ metadata, spec }: CronJob): FieldError[] {
  const { name = '' } = metadata ?? {};
  return [
    ...validateTimeZone('spec.timeZone', spec?.timeZone),
    ...(name.length > 52 ? [invalidValue('metadata.name', name, 'must be no more than 52 characters')] : []),
  ];
}

/** A time zone is looked at only when it changes. */
export function validateCronJobUpdate(next: CronJob, current: CronJob): FieldError[] {
  const zone = next.spec?.timeZone;
  return zone === current.spec?.timeZone ? [] : validateTimeZone('spec.timeZone', zone);
}

/** Source: kubernetes `validateCronJobSpec`, 1.34. */
export function validateCronJob({ spec }: CronJob): FieldError[] {
  if (!spec) return [];
  const { schedule } = spec;
  const template = spec.jobTemplate?.spec;
  const errors = schedule ? validateSchedule('spec.schedule', schedule) : [required('spec.schedule', '')];
  errors.push(...nonNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds));
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
