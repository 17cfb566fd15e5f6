import { DecodeError } from './decode-error.ts';

const microLayout = '2006-01-02T15:04:05.000000Z07:00';
const layout = '2006-01-02T15:04:05Z07:00';

/** RFC 3339 as Go's `time.Parse` reads it; returned in UTC, as the API server prints times: whole seconds, or with microseconds for a
 * MicroTime. Throws DecodeError. */
export function parseGoTime(text: string, micro: boolean): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const millis = match ? Date.parse(text) : Number.NaN;
  if (!match || Number.isNaN(millis)) {
    const fault = JSON.stringify(text);
    throw new DecodeError(`parsing time ${fault} as "${layout}": cannot parse ${fault} as "2006"`);
  }
  if (micro && !/^\.\d{6}$/.test(match[7] ?? '')) {
    const rest = text.slice(19);
    throw new DecodeError(
      `parsing time ${JSON.stringify(text)} as "${microLayout}": cannot parse ${JSON.stringify(rest)} as ".000000"`,
    );
  }
  const fraction = micro ? (match[7] ?? '.').slice(0, 7).padEnd(7, '0') : '';
  return `${new Date(millis).toISOString().slice(0, 19)}${fraction}Z`;
}
