import { formatPosition, type SourcePosition } from '../errors/source-position.ts';
import type { Verdict } from './verdict.ts';

/** The verdict where the stack in force samples nothing, since it has no qscan plugin. */
export function withoutPlugin(expected: string, stackAt: SourcePosition): Verdict {
  return {
    verdict: 'broken',
    expected,
    observed: 'no qscan plugin',
    reason: `The stack that HTTP goes through has no working qscan plugin (${formatPosition(stackAt)}), so nothing is sampled or scanned: add it there.`,
    positions: [stackAt],
    details: [],
  };
}
