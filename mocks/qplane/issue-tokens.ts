import { InputError } from '../../harness/errors/input-error.ts';
import type { EnvironmentModel } from './model/environment-model.ts';
import type { QplaneEnvironment } from './qplane.ts';

/**
 * An environment as Settings → Deploy → Environments lists it, with its tokens. The reference knows one token of each
 * (deployment.md, step 3); those before it have expired. Whether environments share an organisation is not public: here each has
 * its own, by which events, jobs, findings and announced changes are kept apart.
 */
export interface IssuedEnvironment extends Pick<QplaneEnvironment, 'token' | 'accepts' | 'orgId' | 'seed'> {
  /** What it is set up as: a model, or a snapshot as text. */
  readonly snapshot: EnvironmentModel | string;
  /** Known, and refused by Qplane and Pulse alike. */
  readonly expiredTokens?: readonly string[];
}

export interface IssuedTokens {
  /** For Qplane and for Pulse: one for each token. */
  readonly environments: readonly QplaneEnvironment[];
  /** From now on Qplane and Pulse refuse the token. Throws for one that nobody issued. */
  expire(token: string): void;
}

/** Issues the tokens of environments. Throws `InputError` where two share a token or an organisation. */
export function issueTokens(environments: readonly IssuedEnvironment[]): IssuedTokens {
  const expired = new Set(environments.flatMap(({ expiredTokens = [] }) => expiredTokens));
  const tokens = new Map<string, string>();
  const orgIds = new Set<string>();
  for (const { token, orgId, expiredTokens = [] } of environments) {
    if (orgIds.has(orgId)) throw new InputError(`Two environments have the organisation ${orgId}: give each its own.`);
    orgIds.add(orgId);
    for (const each of [token, ...expiredTokens]) {
      if (each === '') throw new InputError(`The environment of ${orgId} has an empty token: no call can carry it.`);
      const other = tokens.get(each);
      // A token is a credential: said is whose it is.
      if (other !== undefined) {
        throw new InputError(
          `One token is issued twice, for ${other} and for ${orgId}: give each environment its own.`,
        );
      }
      tokens.set(each, orgId);
    }
  }
  return {
    environments: environments.flatMap(({ token, expiredTokens = [], accepts, ...environment }) => [
      {
        ...environment,
        ...{ token, accepts },
        get expired() {
          return expired.has(token);
        },
      },
      ...expiredTokens.map((old) => ({ ...environment, token: old, expired: true })),
    ]),
    expire(token) {
      if (!tokens.has(token)) throw new Error('No environment has this token, so it cannot expire.');
      expired.add(token);
    },
  };
}
