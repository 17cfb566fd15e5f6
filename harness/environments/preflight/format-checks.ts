import { wrap } from '../../report/wrap.ts';
import type { Check } from './check.ts';

const marks = { ok: '✔', failed: '✖', unknown: '–' } as const;

const lineWidth = 80;

/** Names that are longer have a line of their own. */
const longestName = 20;

/** A paragraph a check, and a line that sums up. */
export function formatChecks(environment: string, checks: readonly Check[]): string {
  const width = Math.min(longestName, Math.max(...checks.map(({ name }) => name.length)));
  const margin = '  ✔ '.length + width + 2;
  const lines = checks.flatMap(({ name, state, found, remedy }) => {
    const advice = state === 'failed' && remedy !== undefined ? `; ${remedy}` : '';
    const text = wrap(`${found}${advice}`, lineWidth - margin).map((line) => `${' '.repeat(margin)}${line}`);
    const head = `  ${marks[state]} ${name}`;
    if (name.length > width) return [head, ...text];
    const [first = '', ...rest] = text;
    return [`${head.padEnd(margin)}${first.slice(margin)}`, ...rest];
  });
  const failed = checks.filter(({ state }) => state === 'failed').length;
  const sum =
    failed === 0
      ? `${environment} can run here.`
      : `${failed} of ${checks.length} keep ${environment} from running here.`;
  return `${[`${environment}`, ...lines, '', sum].join('\n')}\n`;
}
