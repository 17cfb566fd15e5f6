import type { Check } from './check.ts';

const marks = { ok: '✔', failed: '✖', unknown: '–' } as const;

/** One line a check, and one that sums up. */
export function formatChecks(environment: string, checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, state, found, remedy }) => {
    const advice = state === 'failed' && remedy !== undefined ? `; ${remedy}` : '';
    return `  ${marks[state]} ${name.padEnd(width)}  ${found}${advice}`;
  });
  const failed = checks.filter(({ state }) => state === 'failed').length;
  const sum =
    failed === 0
      ? `${environment} can run here.`
      : `${failed} of ${checks.length} keep ${environment} from running here.`;
  return `${[`${environment}`, ...lines, '', sum].join('\n')}\n`;
}
