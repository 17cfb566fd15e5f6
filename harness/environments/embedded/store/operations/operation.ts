import type { Accounts } from '../accounts.ts';
import type { Answer } from '../http/answer.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { ChecksumAlgorithm } from '../payload/checksum.ts';
import type { Payload } from '../payload/read-payload.ts';
import type { ReceivedBody } from '../payload/receive-body.ts';
import type { Signer } from '../signature/authenticate.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { Storage } from '../storage/storage.ts';
import type { FormReceiver, ReceivedForm } from './post-form/consume-form.ts';

/** What an operation works with; everything before it (signature, bucket, right) has been checked. */
export interface OperationContext {
  readonly head: RequestHead;
  readonly signer: Signer;
  readonly storage: Storage;
  readonly accounts: Accounts;
  /** Region of the endpoint. */
  readonly region: string;
  /** Most bytes of one body. */
  readonly maxObjectBytes: number;
  now(): number;
  /** Reads and verifies a small body; `limit` in bytes. */
  payload(limit: number): Promise<Payload>;
  /** Stores and verifies a body of any size; `limit` in bytes, `algorithm` of the checksum to keep whatever the client sends. */
  receive(limit: number, algorithm?: ChecksumAlgorithm): Promise<ReceivedBody>;
  /** Takes a form apart and stores its file. */
  receiveForm(form: FormReceiver): Promise<ReceivedForm>;
  /** Throws `AccessDenied`. */
  require(action: string, resource: string): void;
  /** `require` for who signed a form rather than the request. */
  requireFor(signer: Signer, action: string, resource: string): void;
}

export interface BucketContext extends OperationContext {
  readonly bucket: Bucket;
}

export interface ObjectContext extends BucketContext {
  readonly key: string;
}

export type Operation<Context> = (context: Context) => Answer | Promise<Answer>;

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}

/** Name of the bucket in an ARN of a bucket or an object; empty where there is none. */
export function bucketOf(arn: string): string {
  return /^arn:aws:s3:::([^/]+)/.exec(arn)?.[1] ?? '';
}

/** Time as in S3's XML. */
export function xmlTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
