const levels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
type Level = (typeof levels)[number];
type Fields = Readonly<Record<string, unknown>>;

export type Log = { readonly [Name in Exclude<Level, 'fatal'>]: (message: string, fields?: Fields) => void };

/** Ends the agent: the line is logged at level `fatal`, the exit code is 1. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
  readonly fields: Fields;

  constructor(message: string, fields: Fields = {}) {
    super(message);
    this.fields = fields;
  }
}

export interface LogOptions {
  readonly level: string;
  readonly encoding: string;
  readonly write: (line: string) => void;
}

/** A log as Qtap writes it: JSON with `level`, `ts` in seconds and `msg`, or columns. An unknown level is `info`. */
export function createLog({ level, encoding, write }: LogOptions): Log & { fatal(error: FatalError): void } {
  const least = Math.max(levels.indexOf(level as Level), levels.includes(level as Level) ? 0 : 1);
  const line =
    (name: Level) =>
    (message: string, fields: Fields = {}) => {
      if (levels.indexOf(name) < least) return;
      const now = Date.now();
      if (encoding === 'json') write(`${JSON.stringify({ level: name, ts: now / 1000, msg: message, ...fields })}\n`);
      else {
        const rest = Object.keys(fields).length === 0 ? '' : `\t${JSON.stringify(fields)}`;
        write(`${new Date(now).toISOString()}\t${name.toUpperCase()}\t${message}${rest}\n`);
      }
    };
  const fatal = line('fatal');
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    fatal: (error) => fatal(error.message, error.fields),
  };
}

/** What went wrong, in one line, where the reference knows them in Go's words; for the field `error`. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, hostname } = error as NodeJS.ErrnoException & { readonly hostname?: string };
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${hostname}: no such host`;
  if (code !== undefined && unknownIssuer.has(code)) return unknownAuthority;
  const text = error.message === '' ? (code ?? error.name) : error.message;
  return error instanceof AggregateError && error.errors[0] instanceof Error ? errorText(error.errors[0]) : text;
}

/** Failure catalogue, `tls-interception`. */
const unknownAuthority = 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
const unknownIssuer = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
