import type { Accounts } from './accounts.ts';
import { endpointRegion, requiredRight, requireExpectedOwner, requireRight, requireSameRegion } from './admission.ts';
import { S3Error } from './errors/s3-error.ts';
import type { RequestHead } from './http/request-head.ts';
import { bucketOf } from './operations/operation.ts';
import type { OperationName } from './operations/operation-table.ts';
import { resolveOperation } from './operations/resolve-operation.ts';
import { needsBucket } from './operations/run-operation.ts';
import { anonymousSigner } from './signature/anonymous.ts';
import { authenticate, type Signer } from './signature/authenticate.ts';
import { readCredentials } from './signature/credentials.ts';
import type { Bucket } from './storage/bucket.ts';

export interface AdmissionSettings {
  readonly accounts: Accounts;
  /** The bucket of a name; undefined where there is none. */
  readonly bucket: (name: string) => Bucket | undefined;
  /** Region of endpoints that name none. */
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A request that S3 would go on with: place, signature, bucket and right hold. */
export interface AdmittedRequest {
  readonly operation: OperationName;
  readonly signer: Signer;
  /** There where the operation needs one. */
  readonly bucket: Bucket | undefined;
  /** Region of the endpoint. */
  readonly region: string;
  /** Asks for a further right. Throws `AccessDenied`. */
  require(action: string, resource: string): void;
  /** `require` for who signed a form rather than the request. */
  requireFor(signer: Signer, action: string, resource: string): void;
}

/** Operations that S3 answers wherever the bucket lies. */
const regionless = new Set<OperationName>(['CreateBucket', 'ListBuckets', 'GetBucketLocation']);

/** Takes a request's head through S3's own order of checks. Throws `S3Error` for whatever S3 would refuse. */
export function admitRequest(settings: AdmissionSettings, head: RequestHead): AdmittedRequest {
  const { accounts, now } = settings;
  const { bucket: bucketName } = head.target;
  const bucket = bucketName === undefined ? undefined : settings.bucket(bucketName);
  const credentials = readCredentials(head);
  const region = endpointRegion(head, bucket, credentials?.scope.region, settings.region);
  const operation = resolveOperation(head);
  if (bucket !== undefined && !regionless.has(operation)) requireSameRegion(head, bucket, region);
  const signer =
    credentials === undefined ? anonymousSigner(head) : authenticate(head, credentials, region, accounts, now);
  if (needsBucket(operation)) {
    if (bucket === undefined) throw new S3Error('NoSuchBucket', { fields: { BucketName: bucketName } });
    requireExpectedOwner(head, bucket);
  }
  const requireFor = (asking: Signer, action: string, resource: string) => {
    // A name that another account has taken is refused by the operation, not by the policy of that account's bucket.
    const concerned = action === 's3:CreateBucket' ? undefined : settings.bucket(bucketOf(resource));
    requireRight(accounts, { head, signer: asking, bucket: concerned, now }, action, resource);
  };
  const require = (action: string, resource: string) => requireFor(signer, action, resource);
  const right = requiredRight(operation, head);
  if (right !== undefined) require(right.action, right.resource);
  return { operation, signer, bucket, region, require, requireFor };
}
