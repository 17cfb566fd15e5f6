import type { DetectedFinding } from '../../../mocks/qscan/detection/detector.ts';
import { codePointsBefore } from '../code-points.ts';

/** A finding as `npm run scan -- --json` prints it: position and length in code points of the decoded field, no value. */
export function findingJson(finding: DetectedFinding) {
  const { type, score, source, path, valueHash, value, start } = finding;
  const found = value();
  return {
    type,
    score,
    source,
    path,
    start,
    length: codePointsBefore(found, found.length),
    valueHash,
    why: finding.explain(),
  };
}
