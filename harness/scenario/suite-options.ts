/** What a scenario's run has to know of the call that it is a part of. Plain data. */
export interface SuiteOptions {
  /** Seeds of a scenario's rounds, one after the other. */
  readonly seeds: readonly number[];
  /** Whether others run in the same call, so that each needs a run id and folders of its own. */
  readonly several: boolean;
}
