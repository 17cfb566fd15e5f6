/** A cause of a refused object, as the API server's `Status` lists it. */
export interface StatusCause {
  readonly reason: string | undefined;
  readonly message: string;
  readonly field: string | undefined;
}

/** The API server refused a request. `message` is the server's own. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly status: number;
  readonly reason: string;
  readonly causes: readonly StatusCause[];

  constructor(status: number, body: string) {
    const parsed = parseStatus(body);
    super(parsed?.message ?? `HTTP ${status}: ${body.slice(0, 200)}`);
    this.status = status;
    this.reason = parsed?.reason ?? 'Unknown';
    this.causes = (parsed?.details?.causes ?? []).map(({ reason, message, field }) => ({
      reason,
      message: message ?? '',
      field,
    }));
  }
}

interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes?: readonly { reason?: string; message?: string; field?: string }[] };
}

function parseStatus(body: string): Status | undefined {
  try {
    const status: unknown = JSON.parse(body);
    return typeof status === 'object' && status !== null ? status : undefined;
  } catch {
    return undefined;
  }
}
