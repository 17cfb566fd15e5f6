import type { Cause, Facts } from '../facts.ts';

/** Nobody scans. */
export function noScanner({ pods, inputs }: Facts): Cause | undefined {
  if (pods.qscan.length > 0) return undefined;
  const scanner = inputs.agents.find(({ role }) => role === 'qscan');
  if (scanner !== undefined) {
    const { kind, metadata } = scanner.manifest.object;
    return {
      sentence: `Nothing is scanned: ${kind} ${metadata.name} runs no pod.`,
      positions: [scanner.manifest.locate(['spec', 'replicas'])],
      evidence: [],
    };
  }
  return {
    sentence:
      'None of the manifests runs QScan, so nothing is scanned: say which image it is with --image PATTERN=qscan.',
    positions: [],
    evidence: inputs.manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`),
  };
}
