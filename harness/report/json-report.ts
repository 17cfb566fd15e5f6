import type { RunOptions } from '../scenario/run-options.ts';
import type { RunRecord } from './run-recorder.ts';
import type { SuiteParts } from './suite-parts.ts';

/** The runs of a call as one JSON document: the same facts as the terminal shows, and the attachments. */
export function jsonReport(
  options: RunOptions,
  records: readonly RunRecord[],
  { leftOut, coverage }: SuiteParts,
): string {
  const { runId, seed, manifests, snapshot, secrets, environment } = options;
  const run = { runId, seed, environment: environment.name, manifests, snapshot, secrets };
  return `${JSON.stringify({ ...run, scenarios: records, leftOut, coverage }, undefined, 2)}\n`;
}
