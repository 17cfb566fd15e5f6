import { expect, test } from 'vitest';
import { cronSchedule } from './cron-schedule.ts';

const next = (text: string, from: string, timeZone?: string) => {
  const time = cronSchedule(text, timeZone).next(Date.parse(from));
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
};

test.for<[string, string, string]>([
  ['*/15 * * * *', '2026-01-01T10:00:00Z', '2026-01-01T10:15'],
  ['0 3 * * *', '2026-01-01T03:00:00Z', '2026-01-02T03:00'],
  ['30 4 1 */3 *', '2026-01-02T00:00:00Z', '2026-04-01T04:30'],
  ['0 0 * * MON-FRI', '2026-01-02T12:00:00Z', '2026-01-05T00:00'],
  ['0 0 13 * 5', '2026-02-01T00:00:00Z', '2026-02-06T00:00'],
  ['5,10-12 1 * jan ?', '2026-01-01T01:05:00Z', '2026-01-01T01:10'],
  ['@hourly', '2026-01-01T10:59:30Z', '2026-01-01T11:00'],
  ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00'],
])('%s after %s', ([text, from, expected]) => {
  expect(next(text, from)).toBe(expected);
});

test('hours are those of the time zone', () => {
  expect(next('0 9 * * *', '2026-07-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-01T07:00');
  expect(next('30 9 * * *', '2026-07-01T00:00:00Z', 'Asia/Kolkata')).toBe('2026-07-01T04:00');
});

test('a day that never comes is not waited for', () => {
  expect(next('0 0 31 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
});
