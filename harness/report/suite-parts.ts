import type { CoveredRow } from '../catalogue/coverage-table.ts';

/** What else a call has to tell than its runs. */
export interface SuiteParts {
  /** Scenarios that were asked for with others, and do not run in the environment. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
  /** Undefined: it was not asked for. */
  readonly coverage: readonly CoveredRow[] | undefined;
}
