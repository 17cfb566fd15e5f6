import type { AcceptedDifference } from './accepted-difference.ts';
import { callDifferences } from './kubernetes/call-differences.ts';
import { clusterDifferences } from './kubernetes/cluster-differences.ts';
import { s3Differences } from './s3/differences/s3-differences.ts';

/** Every difference from the real one that stays. docs/differences.md is made from it: npm run conformance -- --write-differences */
export const acceptedDifferences: readonly AcceptedDifference[] = [
  ...callDifferences,
  ...clusterDifferences,
  ...s3Differences,
];
