import type { PlatformEnvironment } from './platform-environment.ts';

export type TokenRefusal = 'missing' | 'unknown' | 'expired';

export interface Authentication<Environment extends PlatformEnvironment> {
  /** What came as bearer token; a credential. */
  readonly token: string | undefined;
  /** Undefined exactly when `refusal` is not. */
  readonly environment: Environment | undefined;
  readonly refusal: TokenRefusal | undefined;
}

/** Finds the environment that an `Authorization: Bearer` header stands for (reference, qplane.md and pulse.md section 2). */
export function authenticate<Environment extends PlatformEnvironment>(
  environments: readonly Environment[],
  headers: Headers,
): Authentication<Environment> {
  // The scheme's case does not matter: RFC 9110 section 11.1.
  const token = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const environment =
    environments.find((candidate) => candidate.token === token) ??
    (token === undefined ? undefined : environments.find(({ accepts }) => accepts?.(token)));
  if (environment !== undefined && !environment.expired) return { token, environment, refusal: undefined };
  const refusal = token === undefined ? 'missing' : environment === undefined ? 'unknown' : 'expired';
  return { token, environment: undefined, refusal };
}
