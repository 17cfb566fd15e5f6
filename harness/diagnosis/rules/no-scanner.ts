import type { Cause, Facts } from '../facts.ts';

/** Nobody scans. */
export function noScanner({ pods, inputs }: Facts): Cause | undefined {
  if (pods.qscan.length > 0) return undefined;
  return {
    sentence:
      'None of the manifests runs QScan, so nothing is scanned: say which image it is with --image PATTERN=qscan.',
    positions: [],
    evidence: inputs.manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`),
  };
}
