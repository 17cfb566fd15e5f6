import { fixture } from '../project-paths.ts';
import type { RunOptions } from '../scenario/run-options.ts';

/** Where a run's snapshot stands: the user's, else the scenario's own among the fixtures, else the guide's. */
export function snapshotFile({ snapshot }: Pick<RunOptions, 'snapshot'>, own = 'snapshot.yaml'): string {
  return snapshot ?? fixture(`snapshots/${own}`);
}
