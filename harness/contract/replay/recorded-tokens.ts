import type { Fixture } from '../fixture.ts';

const refusals = new Set([401, 403]);
const refusalCodes = new Set(['unauthenticated', 'permission_denied']);

/** Placeholders of the tokens that were accepted at least once: those for which the mocks' own token stands. */
export function acceptedTokens(fixtures: readonly Fixture[]): ReadonlySet<string> {
  const accepted = fixtures.filter(
    ({ answer: { status, code } }) => !refusals.has(status) && !(code !== undefined && refusalCodes.has(code)),
  );
  return new Set(accepted.flatMap(({ request }) => request.headers.authorization?.match(/<token \d+>/g) ?? []));
}
