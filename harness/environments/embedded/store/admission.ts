import type { Accounts } from './accounts.ts';
import { S3Error } from './errors/s3-error.ts';
import { queryValue, type RequestHead } from './http/request-head.ts';
import { bucketArn, objectArn } from './operations/operation.ts';
import { type OperationName, type OperationRule, operationTable } from './operations/operation-table.ts';
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
  head: RequestHead,
  { principal }: Signer,
  action: string,
  resource: string,
): void {
  const decision = accounts.authorize({
    accessKeyId: principal.accessKeyId,
    action,
    resource,
    context: conditionContext(head),
  });
  if (!decision.allowed) throw new S3Error('AccessDenied', { message: decision.reason });
}

/** The right that an operation as a whole needs, if it needs one. */
export function requiredRight(
  operation: OperationName,
  { target }: RequestHead,
): { action: string; resource: string } | undefined {
  const { action, scope }: OperationRule = operationTable[operation];
  if (action === undefined) return undefined;
  const { bucket = '', key = '' } = target;
  return {
    action,
    resource: scope === 'service' ? '*' : scope === 'bucket' ? bucketArn(bucket) : objectArn(bucket, key),
  };
}

/** Refuses a foreign account's bucket, and an owner other than the client expects. Throws `AccessDenied`. */
export function requireOwner({ headers }: RequestHead, bucket: Bucket, { principal }: Signer): void {
  const expected = headers.get('x-amz-expected-bucket-owner') ?? bucket.accountId;
  if (bucket.accountId !== principal.accountId || bucket.accountId !== expected) throw new S3Error('AccessDenied');
}

function conditionContext(head: RequestHead): Record<string, string> {
  const values: Record<string, string | undefined> = {
    'aws:SecureTransport': String(head.secure),
    'aws:SourceIp': head.remoteAddress,
    'aws:UserAgent': head.headers.get('user-agent'),
    's3:prefix': queryValue(head, 'prefix'),
    's3:delimiter': queryValue(head, 'delimiter'),
    's3:max-keys': queryValue(head, 'max-keys'),
    's3:x-amz-acl': head.headers.get('x-amz-acl'),
    's3:x-amz-server-side-encryption': head.headers.get('x-amz-server-side-encryption'),
    's3:x-amz-content-sha256': head.headers.get('x-amz-content-sha256'),
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:authType': head.headers.has('authorization') ? 'REST-HEADER' : 'REST-QUERY-STRING',
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
