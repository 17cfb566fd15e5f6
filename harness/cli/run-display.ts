import { widthOf } from '../report/columns.ts';
import { formatCoverage } from '../report/format-coverage.ts';
import { stylesFor } from '../report/styles.ts';
import type { SuiteParts } from '../report/suite-parts.ts';
import { SuiteReport, type SuiteReportParts } from '../report/suite-report.ts';
import { TerminalReport } from '../report/terminal-report.ts';
import type { RunKey } from '../scenario/run-channel.ts';
import type { RunEvent } from '../scenario/run-event.ts';
import type { RunDisplay } from './run-scenarios.ts';

/** Shows the runs of a call, and what is to be said when they have ended. */
export interface CallDisplay extends RunDisplay {
  show(run: RunKey, event: RunEvent): void;
  conclude(parts: SuiteParts): void;
}

/** One run is shown as it goes, several by a line each. */
export function runDisplay({ several, ...parts }: SuiteReportParts & { readonly several: boolean }): CallDisplay {
  const { out, options } = parts;
  const table = ({ coverage }: SuiteParts) =>
    coverage === undefined ? [] : formatCoverage(coverage, widthOf(out), stylesFor(out));
  if (several) {
    const report = new SuiteReport(parts);
    return {
      show: (run, event) => report.show(run, event),
      print: (lines) => report.print(lines),
      stop: () => report.stop(),
      conclude: (parts) => report.conclude(parts, table(parts)),
    };
  }
  const report = new TerminalReport(out, options);
  return {
    show: (_, event) => report.show(event),
    print: (lines) => report.print(lines),
    stop: () => report.stop(),
    conclude: (parts) => {
      for (const line of table(parts)) out.write(`${line}\n`);
    },
  };
}
