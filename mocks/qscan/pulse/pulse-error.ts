import type { HttpAnswer } from '../http/http-caller.ts';

/** A call to Pulse that failed; `code` is Connect's name of the status. */
export class PulseError extends Error {
  override readonly name = 'PulseError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What Connect makes of an HTTP status that carries no error of its own (https://connectrpc.com/docs/protocol, "Error codes"). */
const codes: Readonly<Record<number, string>> = {
  400: 'internal',
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'unimplemented',
  429: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** Reads Connect's error, or, from something else that answered, the HTTP status. */
export function errorOf(where: string, { status, body }: HttpAnswer): PulseError {
  const { code = codes[status] ?? 'unknown', message = '' } = connectError(body);
  return new PulseError(code, `${where}: ${code} (${status})${message === '' ? '' : `: ${message}`}`);
}

function connectError(body: Buffer): { code?: string; message?: string } {
  try {
    const error: unknown = JSON.parse(body.toString());
    if (typeof error !== 'object' || error === null) return {};
    const { code, message } = error as Record<string, unknown>;
    return {
      ...(typeof code === 'string' ? { code } : {}),
      ...(typeof message === 'string' ? { message: message.slice(0, 300) } : {}),
    };
  } catch {
    return {};
  }
}
