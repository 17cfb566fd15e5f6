import { S3Error } from '../../errors/s3-error.ts';
import { xmlAnswer } from '../../http/answer.ts';
import { readXml } from '../../http/read-xml.ts';
import { requireDigest } from '../../payload/require-digest.ts';
import type { BucketContext, Operation } from '../operation.ts';
import { getBucketAcl, putBucketAcl } from './acl.ts';
import type { ConfigurationKind } from './configuration-kind.ts';
import { configurationKinds as kinds } from './configuration-kinds.ts';
import { deleteBucketPolicy, getBucketPolicy, getBucketPolicyStatus, putBucketPolicy } from './policy.ts';
import type { bucketConfigurationRules } from './rules.ts';
import { repeated, shaped } from './xml-shape.ts';

const largestDocument = 1024 * 1024;

/** What each request on a configuration runs. */
export const bucketConfigurationOperations: Record<keyof typeof bucketConfigurationRules, Operation<BucketContext>> = {
  GetBucketAccelerateConfiguration: get(kinds.accelerate),
  PutBucketAccelerateConfiguration: put(kinds.accelerate),
  GetBucketAcl: getBucketAcl,
  PutBucketAcl: putBucketAcl,
  GetBucketCors: get(kinds.cors),
  PutBucketCors: put(kinds.cors),
  DeleteBucketCors: remove(kinds.cors),
  GetBucketEncryption: get(kinds.encryption),
  PutBucketEncryption: put(kinds.encryption),
  DeleteBucketEncryption: remove(kinds.encryption),
  GetBucketLifecycleConfiguration: get(kinds.lifecycle),
  PutBucketLifecycleConfiguration: put(kinds.lifecycle),
  DeleteBucketLifecycle: remove(kinds.lifecycle),
  GetBucketLogging: get(kinds.logging),
  PutBucketLogging: put(kinds.logging),
  GetBucketNotificationConfiguration: get(kinds.notification),
  PutBucketNotificationConfiguration: put(kinds.notification),
  GetObjectLockConfiguration({ bucket }) {
    throw new S3Error('ObjectLockConfigurationNotFoundError', { fields: { BucketName: bucket.name } });
  },
  GetBucketOwnershipControls: get(kinds.ownershipControls),
  PutBucketOwnershipControls: put(kinds.ownershipControls),
  DeleteBucketOwnershipControls: remove(kinds.ownershipControls),
  GetBucketPolicy: getBucketPolicy,
  PutBucketPolicy: putBucketPolicy,
  DeleteBucketPolicy: deleteBucketPolicy,
  GetBucketPolicyStatus: getBucketPolicyStatus,
  GetPublicAccessBlock: get(kinds.publicAccessBlock),
  PutPublicAccessBlock: put(kinds.publicAccessBlock),
  DeletePublicAccessBlock: remove(kinds.publicAccessBlock),
  GetBucketReplication: get(kinds.replication),
  PutBucketReplication: put(kinds.replication),
  DeleteBucketReplication: remove(kinds.replication),
  GetBucketRequestPayment: get(kinds.requestPayment),
  PutBucketRequestPayment: put(kinds.requestPayment),
  GetBucketTagging: get(kinds.tagging),
  PutBucketTagging: put(kinds.tagging),
  DeleteBucketTagging: remove(kinds.tagging),
  GetBucketVersioning: get(kinds.versioning),
  PutBucketVersioning: put(kinds.versioning),
  GetBucketWebsite: get(kinds.website),
  PutBucketWebsite: put(kinds.website),
  DeleteBucketWebsite: remove(kinds.website),
};

function get(kind: ConfigurationKind): Operation<BucketContext> {
  return ({ bucket }) => {
    const document = bucket.configurations.get(kind.subresource) ?? kind.absent;
    if (typeof document === 'string') throw new S3Error(document, { fields: { BucketName: bucket.name } });
    return xmlAnswer(kind.root, document, kind.headers?.(document));
  };
}

function put(kind: ConfigurationKind): Operation<BucketContext> {
  return async (context) => {
    if (kind.needsDigest) requireDigest(context.head);
    const { content } = await context.payload(largestDocument);
    if (content.length === 0) throw new S3Error('MissingRequestBodyError');
    const given = shaped(await readXml(content, kind.root, repeated(kind.shape)), kind.shape);
    const document = kind.check?.(given, context) ?? given;
    context.bucket.configurations.set(kind.subresource, document);
    return { status: kind.stored, headers: kind.headers?.(document) ?? {} };
  };
}

function remove({ subresource }: ConfigurationKind): Operation<BucketContext> {
  return ({ bucket }) => {
    bucket.configurations.delete(subresource);
    return { status: 204 };
  };
}
