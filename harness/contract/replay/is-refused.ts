import type { FixtureAnswer } from '../fixture.ts';

const statuses = new Set([401, 403]);
const codes = new Set(['unauthenticated', 'permission_denied']);

/** Whether an exchange was refused for its token. Each is asked for itself: a token may expire in the middle of a recording. */
export function isRefused({ status, code }: FixtureAnswer): boolean {
  return statuses.has(status) || (code !== undefined && codes.has(code));
}
