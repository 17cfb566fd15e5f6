import { EnvironmentError } from '../../errors/environment-error.ts';
import type { Check } from './check.ts';

/** Throws `EnvironmentError` with every failed check and its remedy. */
export function requireChecks(environment: string, checks: readonly Check[]): void {
  const failed = checks.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return;
  const lines = failed.map(
    ({ name, found, remedy }) => `${name}: ${found}${remedy === undefined ? '' : `; ${remedy}`}`,
  );
  throw new EnvironmentError(`The environment ${environment} cannot be started here.\n${lines.join('\n')}`);
}
