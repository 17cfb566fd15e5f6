import type { Accounts, Principal } from './accounts.ts';
import { conditionContext } from './condition-context.ts';
import { S3Error } from './errors/s3-error.ts';
import { queryValue, type RequestHead } from './http/request-head.ts';
import { bucketArn, objectArn } from './operations/operation.ts';
import { type OperationName, type OperationRule, operationTable } from './operations/operation-table.ts';
import { anonymous } from './signature/anonymous.ts';
import type { Signer } from './signature/authenticate.ts';
import type { Bucket } from './storage/bucket.ts';

const defaultRegion = 'us-east-1';

/** Region of the endpoint that a request came to; a host that is none of AWS's is whatever region the client signed for. */
export function endpointRegion(
  { target }: RequestHead,
  bucket: Bucket | undefined,
  signedFor: string | undefined,
  fallback: string,
): string {
  if (target.hostRegion !== undefined) return target.hostRegion;
  if (target.global) return target.style === 'virtual-host' ? (bucket?.region ?? defaultRegion) : defaultRegion;
  return signedFor ?? bucket?.region ?? fallback;
}

/** Refuses a bucket asked for at another region's endpoint. Throws `PermanentRedirect`. */
export function requireSameRegion({ target }: RequestHead, bucket: Bucket, region: string): void {
  if (bucket.region === region) return;
  throw new S3Error('PermanentRedirect', {
    fields: {
      Endpoint:
        target.style === 'path'
          ? `s3.${bucket.region}.amazonaws.com`
          : `${bucket.name}.s3.${bucket.region}.amazonaws.com`,
      Bucket: bucket.name,
    },
    headers: { 'x-amz-bucket-region': bucket.region },
  });
}

/** Asks the accounts for a right. Throws `AccessDenied` with their reason. */
export function requireRight(
  accounts: Accounts,
  { head, signer, bucket, now }: RightContext,
  action: string,
  resource: string,
): void {
  const { principal } = signer;
  const decision = accounts.authorize({
    accessKeyId: principal === anonymous ? undefined : principal.accessKeyId,
    action,
    resource,
    // Most policies have no condition, and the values for one cost more than their verdict.
    get context() {
      return conditionContext(head, bucket, resource, now);
    },
    ...(bucket === undefined
      ? {}
      : { bucket: { accountId: bucket.accountId, policy: policyFor(accounts, bucket, principal) } }),
  });
  if (!decision.allowed) throw new S3Error('AccessDenied', { message: decision.reason });
}

/** Who asks, and of which bucket. */
export interface RightContext {
  readonly head: RequestHead;
  readonly signer: Signer;
  /** The bucket that the right is about; undefined where there is none. */
  readonly bucket: Bucket | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A public policy opens a bucket only to its own account where `RestrictPublicBuckets` is set. */
function policyFor(accounts: Accounts, bucket: Bucket, principal: Principal): string | undefined {
  const { policy, configurations, name, accountId } = bucket;
  if (policy === undefined || principal.accountId === accountId) return policy;
  const restricted = configurations.get('publicAccessBlock')?.RestrictPublicBuckets === 'true';
  return restricted && accounts.checkBucketPolicy(policy, bucketArn(name)).isPublic ? undefined : policy;
}

/** The right that an operation as a whole needs, if it needs one. */
export function requiredRight(
  operation: OperationName,
  head: RequestHead,
): { action: string; resource: string } | undefined {
  const rule: OperationRule = operationTable[operation];
  const { scope } = rule;
  const action = queryValue(head, 'versionId') === undefined ? rule.action : (rule.versionAction ?? rule.action);
  if (action === undefined) return undefined;
  const { bucket = '', key = '' } = head.target;
  return {
    action,
    resource: scope === 'service' ? '*' : scope === 'bucket' ? bucketArn(bucket) : objectArn(bucket, key),
  };
}

/** Refuses a bucket of another owner than the client expects. Throws `AccessDenied`. */
export function requireExpectedOwner({ headers }: RequestHead, bucket: Bucket): void {
  const expected = headers.get('x-amz-expected-bucket-owner');
  if (expected === undefined || expected === bucket.accountId) return;
  if (/^\d{12}$/.test(expected)) throw new S3Error('AccessDenied');
  throw new S3Error('InvalidBucketOwnerAWSAccountID', {
    fields: { ArgumentName: 'x-amz-expected-bucket-owner', ArgumentValue: expected },
  });
}
