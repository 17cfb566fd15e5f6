import type { AcceptedDifference } from '../../accepted-difference.ts';
import { configurationDifferences } from './of-configurations.ts';
import { objectDifferences } from './of-objects.ts';
import { requestDifferences } from './of-requests.ts';

/**
 * Where the record holds what Amazon documents and not what LocalStack 4.13.1 answers. Recording leaves these cases alone:
 * their outcomes are kept by hand.
 */
export const s3Differences: readonly AcceptedDifference[] = [
  ...objectDifferences,
  ...configurationDifferences,
  ...requestDifferences,
];
