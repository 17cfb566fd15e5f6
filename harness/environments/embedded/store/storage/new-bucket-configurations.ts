import type { XmlElements } from '../http/xml.ts';

/** What a bucket is born with since April 2023. Source: S3 user guide, "Default settings for new S3 buckets FAQ". */
export const newBucketConfigurations: readonly (readonly [subresource: string, document: XmlElements])[] = [
  ['ownershipControls', { Rule: { ObjectOwnership: 'BucketOwnerEnforced' } }],
  [
    'publicAccessBlock',
    { BlockPublicAcls: 'true', IgnorePublicAcls: 'true', BlockPublicPolicy: 'true', RestrictPublicBuckets: 'true' },
  ],
];
