import type { DetectedFinding } from '../../../mocks/qscan/detection/detector.ts';
import { hanging } from '../../report/columns.ts';
import { printable } from '../../report/printable.ts';
import { codePointsBefore } from '../code-points.ts';

/** A finding in a few lines, without its value; `explain` adds what its score is the sum of. */
export function formatFinding(
  finding: DetectedFinding,
  { width, explain }: { readonly width: number; readonly explain: boolean },
): string {
  const { type, score, source, path, valueHash, value, start } = finding;
  const found = value();
  const length = codePointsBefore(found, found.length);
  const characters = length === 1 ? '1 character' : `${length} characters`;
  const lines = [
    ...hanging(`${type.padEnd(18)}${score.toFixed(2)}  `, `${source} ${printable(path)}`, width),
    `    ${characters}, ${start === 0 ? 'at the start of' : `${start} into`} the field`,
    `    ${valueHash}`,
    ...(explain
      ? finding.explain().flatMap((part) => hanging(`    ${part.score.toFixed(2)}  `, part.reason, width))
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
