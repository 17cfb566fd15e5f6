import { widthOf } from '../report/columns.ts';
import { compareVerdicts } from '../report/compare-verdicts.ts';
import { formatComparison } from '../report/format-comparison.ts';
import type { Output } from '../report/output.ts';
import { readReport } from '../report/read-report.ts';
import { stylesFor } from '../report/styles.ts';
import { verdictsOf } from '../report/verdicts-of.ts';
import { exitCode } from './exit-code.ts';
import { UsageError } from './usage-error.ts';

/**
 * `compare FILE FILE…`: the verdicts of the first report against those of the others, which are taken together, as parts of a suite.
 * Red where one differs. Throws `UsageError`, and `InputError` for a file that is no report.
 */
export async function compareReports(files: readonly string[], out: Output): Promise<number> {
  const [first, ...further] = await Promise.all(files.map(readReport));
  const [second] = further;
  if (first === undefined || second === undefined)
    throw new UsageError(
      'compare takes two reports that --json wrote: npm run scenario compare embedded.json kind.json',
    );
  const labels: [string, string] =
    first.environment === second.environment
      ? [files[0] ?? '', files[1] ?? '']
      : [first.environment, second.environment];
  const comparison = compareVerdicts(verdictsOf([first]), verdictsOf(further));
  const lines = formatComparison(comparison, labels, widthOf(out), stylesFor(out));
  out.write(`${lines.join('\n')}\n`);
  // Never 0 when nothing was compared.
  return comparison.differing.length === 0 && comparison.same.length > 0 ? exitCode.green : exitCode.red;
}
