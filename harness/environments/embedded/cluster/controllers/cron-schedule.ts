/** A schedule of a CronJob: the minutes at which it is due. */
export interface CronSchedule {
  /** The first minute after `time` that is due, both in milliseconds since the epoch; undefined: none within five years. */
  next(time: number): number | undefined;
}

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const minute = 60_000;

/** Reads the five fields of github.com/robfig/cron, which the API server has let in. `timeZone` is an IANA name. */
export function cronSchedule(text: string, timeZone = 'UTC'): CronSchedule {
  const fields = (macros[text.trim()] ?? text).trim().split(/\s+/);
  const [minutes, hours, daysOfMonth, monthsOfYear, daysOfWeek] = [
    values(fields[0], 0, 59),
    values(fields[1], 0, 23),
    values(fields[2], 1, 31),
    values(fields[3], 1, 12, months, 1),
    values(fields[4], 0, 6, days),
  ];
  // Either day may match once both are given.
  const isAnyDay = [fields[2], fields[4]].some((field) => field?.startsWith('*') || field === '?');
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const isDue = (time: number): 'day' | 'minute' | undefined => {
    const part = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 0, day = 0, hour = 0, minute: at = 0 } = part;
    const week = daysOfWeek.has(new Date(Date.UTC(year, month - 1, day)).getUTCDay());
    const ofMonth = daysOfMonth.has(day);
    if (!monthsOfYear.has(month) || !(isAnyDay ? week && ofMonth : week || ofMonth)) return undefined;
    return hours.has(hour) && minutes.has(at) ? 'minute' : 'day';
  };
  return {
    next(time) {
      const first = Math.floor(time / minute) * minute + minute;
      for (let at = first; at < first + 5 * 366 * 1440 * minute; ) {
        const due = isDue(at);
        if (due === 'minute') return at;
        // No day is shorter than an hour's steps; a quarter is what time zones differ by.
        at += due === 'day' ? minute : minute * (15 - (Math.floor(at / minute) % 15));
      }
      return undefined;
    },
  };
}

function values(field = '*', low: number, high: number, names: readonly string[] = [], base = 0): Set<number> {
  const number = (text: string): number => {
    const named = names.indexOf(text.toLowerCase());
    return named < 0 ? Number(text) : named + base;
  };
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '*', step] = part.split('/');
    const [from, to] = range === '*' || range === '?' ? [low, high] : range.split('-').map(number);
    const end = to ?? (step === undefined ? from : high);
    for (let value = from ?? low; value <= (end ?? high); value += Number(step ?? 1)) found.add(value);
  }
  return found;
}
