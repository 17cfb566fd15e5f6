import { S3Error } from '../../errors/s3-error.ts';
import { xmlAnswer } from '../../http/answer.ts';
import { type BucketContext, bucketArn, type Operation } from '../operation.ts';
import { blockedAccess } from './blocked-access.ts';
import { textOf } from './configuration-kind.ts';

/** Bytes. Source: S3 user guide, "Policies and permissions in Amazon S3". */
const largestPolicy = 20 * 1024;

export const getBucketPolicy: Operation<BucketContext> = (context) => {
  const { policy } = context.bucket;
  requireOwnAccount(context);
  if (policy === undefined) throw noPolicy(context);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: policy };
};

export const putBucketPolicy: Operation<BucketContext> = async (context) => {
  const { accounts, bucket } = context;
  requireOwnAccount(context);
  const document = (await context.payload(1024 * 1024)).content.toString('utf8');
  if (Buffer.byteLength(document) > largestPolicy) throw malformed('Policy exceeds the maximum allowed document size.');
  if (!document.startsWith('{')) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  const { isPublic } = check(() => accounts.checkBucketPolicy(document, bucketArn(bucket.name)));
  if (isPublic && textOf(bucket.configurations.get('publicAccessBlock'), 'BlockPublicPolicy') === 'true')
    throw blockedAccess('BlockPublicPolicy', context, 's3:PutBucketPolicy', bucketArn(bucket.name));
  bucket.policy = document;
  return { status: 204 };
};

export const deleteBucketPolicy: Operation<BucketContext> = (context) => {
  requireOwnAccount(context);
  context.bucket.policy = undefined;
  return { status: 204 };
};

export const getBucketPolicyStatus: Operation<BucketContext> = (context) => {
  const { accounts, bucket } = context;
  if (bucket.policy === undefined) throw noPolicy(context);
  const { isPublic } = accounts.checkBucketPolicy(bucket.policy, bucketArn(bucket.name));
  return xmlAnswer('PolicyStatus', { IsPublic: isPublic });
};

/** Not even a policy can let another account at itself. Source: S3 API reference, "PutBucketPolicy". */
function requireOwnAccount({ bucket, signer, head }: BucketContext): void {
  if (bucket.accountId === signer.principal.accountId) return;
  throw new S3Error('MethodNotAllowed', { fields: { Method: head.method, ResourceType: 'BUCKETPOLICY' } });
}

function noPolicy({ bucket }: BucketContext): S3Error {
  return new S3Error('NoSuchBucketPolicy', { fields: { BucketName: bucket.name } });
}

function check<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw malformed((error as Error).message);
  }
}

function malformed(message: string): S3Error {
  return new S3Error('MalformedPolicy', { message });
}
