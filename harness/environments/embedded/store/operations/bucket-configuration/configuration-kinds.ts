import { S3Error } from '../../errors/s3-error.ts';
import { type ConfigurationKind, child, children, textOf } from './configuration-kind.ts';
import { cors } from './cors.ts';
import { lifecycle } from './lifecycle.ts';
import { logging } from './logging.ts';
import { notification } from './notification.ts';
import { replication } from './replication.ts';
import { requireTags } from './tags.ts';
import { website } from './website.ts';
import { any, elements, flag, maybe, one, text } from './xml-shape.ts';

const mostBucketTags = 50;

const versioning: ConfigurationKind = {
  subresource: 'versioning',
  root: 'VersioningConfiguration',
  shape: elements({ Status: maybe(text('Enabled', 'Suspended')), MfaDelete: maybe(text('Enabled', 'Disabled')) }),
  absent: {},
  stored: 200,
  check(document) {
    if (document.Status === undefined) throw new S3Error('IllegalVersioningConfigurationException');
    return { Status: document.Status };
  },
};

const encryption: ConfigurationKind = {
  subresource: 'encryption',
  root: 'ServerSideEncryptionConfiguration',
  shape: elements({
    Rule: one(
      elements({
        ApplyServerSideEncryptionByDefault: maybe(
          elements({ SSEAlgorithm: one(text('AES256', 'aws:kms', 'aws:kms:dsse')), KMSMasterKeyID: maybe(text()) }),
        ),
        BucketKeyEnabled: maybe(flag),
      }),
    ),
  }),
  // Since January 2023 every bucket encrypts: S3 user guide, "Default encryption FAQ".
  absent: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: 'false' } },
  stored: 200,
  check(document) {
    const rule = child(document, 'Rule');
    const byDefault = child(rule, 'ApplyServerSideEncryptionByDefault');
    if (textOf(byDefault, 'SSEAlgorithm') === 'AES256' && textOf(byDefault, 'KMSMasterKeyID') !== undefined) {
      throw new S3Error('InvalidArgument', {
        message: 'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
        fields: { ArgumentName: 'ApplyServerSideEncryptionByDefault' },
      });
    }
    return { Rule: { BucketKeyEnabled: 'false', ...rule } };
  },
};

const tagging: ConfigurationKind = {
  subresource: 'tagging',
  root: 'Tagging',
  shape: elements({ TagSet: one(elements({ Tag: any(elements({ Key: one(text()), Value: one(text()) })) })) }),
  absent: 'NoSuchTagSet',
  stored: 204,
  needsDigest: true,
  check(document) {
    const tagSet = child(document, 'TagSet');
    if (children(tagSet ?? {}, 'Tag').length > mostBucketTags) {
      throw new S3Error('BadRequest', { message: `Bucket tag count cannot be greater than ${mostBucketTags}` });
    }
    requireTags(tagSet, 'System tags cannot be added/updated by requester');
    return document;
  },
};

const ownershipControls: ConfigurationKind = {
  subresource: 'ownershipControls',
  root: 'OwnershipControls',
  shape: elements({
    Rule: one(elements({ ObjectOwnership: one(text('BucketOwnerPreferred', 'ObjectWriter', 'BucketOwnerEnforced')) })),
  }),
  absent: 'OwnershipControlsNotFoundError',
  stored: 200,
};

const publicAccess = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

const publicAccessBlock: ConfigurationKind = {
  subresource: 'publicAccessBlock',
  root: 'PublicAccessBlockConfiguration',
  shape: elements(Object.fromEntries(publicAccess.map((name) => [name, maybe(flag)]))),
  absent: 'NoSuchPublicAccessBlockConfiguration',
  stored: 200,
  check: (document) => Object.fromEntries(publicAccess.map((name) => [name, document[name] ?? 'false'])),
};

const accelerate: ConfigurationKind = {
  subresource: 'accelerate',
  root: 'AccelerateConfiguration',
  shape: elements({ Status: one(text('Enabled', 'Suspended')) }),
  absent: {},
  stored: 200,
  check(document, { bucket }) {
    if (bucket.name.includes('.')) {
      throw new S3Error('InvalidRequest', {
        message: 'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
      });
    }
    return document;
  },
};

const requestPayment: ConfigurationKind = {
  subresource: 'requestPayment',
  root: 'RequestPaymentConfiguration',
  shape: elements({ Payer: one(text('Requester', 'BucketOwner')) }),
  absent: { Payer: 'BucketOwner' },
  stored: 200,
};

/** Every configuration of a bucket that is one XML document kept and given back. */
export const configurationKinds = {
  accelerate,
  cors,
  encryption,
  lifecycle,
  logging,
  notification,
  ownershipControls,
  publicAccessBlock,
  replication,
  requestPayment,
  tagging,
  versioning,
  website,
} as const;
