type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

const levels = ['debug', 'info', 'warning', 'error'] as const;
type Level = (typeof levels)[number];

/** Levels that the chart's comment lists beside those of the documentation (reference, qscan-worker.md section 1). */
const aliases: Readonly<Record<string, Level>> = { warn: 'warning', dpanic: 'error', panic: 'error', fatal: 'error' };

export type Log = { readonly [Name in Level]: (message: string, fields?: Fields) => void };

export interface LogOptions {
  readonly level: string;
  /** `json`, or anything else for plain text. */
  readonly encoding: string;
  readonly write: (line: string) => void;
}

/** The worker's log. An unknown level is `info`. No field ever holds a value that was found. */
export function createLog({ level, encoding, write }: LogOptions): Log {
  const name = level.toLowerCase();
  const chosen = aliases[name] ?? levels.find((known) => known === name) ?? 'info';
  const line =
    (of: Level) =>
    (message: string, fields: Fields = {}) => {
      if (levels.indexOf(of) < levels.indexOf(chosen)) return;
      const timestamp = new Date().toISOString();
      if (encoding === 'json') return write(`${JSON.stringify({ timestamp, level: of, message, ...fields })}\n`);
      const rest = Object.entries(fields).flatMap(([key, value]) =>
        value === undefined ? [] : [` ${key}=${JSON.stringify(value)}`],
      );
      write(`${timestamp} ${of.toUpperCase()} ${message}${rest.join('')}\n`);
    };
  return { debug: line('debug'), info: line('info'), warning: line('warning'), error: line('error') };
}
