import { DecodeError } from './decode-error.ts';

const microLayout = '2006-01-02T15:04:05.000000Z07:00';
const layout = '2006-01-02T15:04:05Z07:00';

/** Parts of a layout in their order: what must stand there, and what Go calls it. */
const parts: readonly [RegExp, string][] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d{2}/, '01'],
  [/^-/, '-'],
  [/^\d{2}/, '02'],
  [/^T/, 'T'],
  [/^\d{2}/, '15'],
  [/^:/, ':'],
  [/^\d{2}/, '04'],
  [/^:/, ':'],
  [/^\d{2}/, '05'],
];
const zone: [RegExp, string] = [/^(Z|[+-]\d\d:\d\d)/, 'Z07:00'];

/**
 * RFC 3339 as Go's `time.Parse` reads it; returned in UTC, as the API server prints times: whole seconds, or with
 * microseconds for a MicroTime. Throws DecodeError.
 */
export function parseGoTime(text: string, micro: boolean): string {
  const shown = JSON.stringify(text);
  const fraction: [RegExp, string] = micro ? [/^[.,]\d{6}/, '.000000'] : [/^([.,]\d+)?/, ''];
  let rest = text;
  for (const [pattern, name] of [...parts, fraction, zone]) {
    const found = pattern.exec(rest);
    if (!found) {
      const place = `parsing time ${shown} as "${micro ? microLayout : layout}"`;
      throw new DecodeError(`${place}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(name)}`);
    }
    const problem = rangeProblem(name, Number(found[0]), text);
    if (problem) throw new DecodeError(`parsing time ${shown}: ${problem} out of range`);
    rest = rest.slice(found[0].length);
  }
  if (rest) throw new DecodeError(`parsing time ${shown}: extra text: ${JSON.stringify(rest)}`);
  const digits = /[.,](\d+)/.exec(text.slice(19))?.[1] ?? '';
  const millis = Date.parse(text.replace(',', '.'));
  return `${new Date(millis).toISOString().slice(0, 19)}${micro ? `.${digits.slice(0, 6)}` : ''}Z`;
}

function rangeProblem(name: string, value: number, text: string): string | undefined {
  switch (name) {
    case '01':
      return value < 1 || value > 12 ? 'month' : undefined;
    case '02': {
      const last = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
      return value < 1 || value > last ? 'day' : undefined;
    }
    case '15':
      return value > 23 ? 'hour' : undefined;
    case '04':
      return value > 59 ? 'minute' : undefined;
    case '05':
      return value > 59 ? 'second' : undefined;
    default:
      return undefined;
  }
}
