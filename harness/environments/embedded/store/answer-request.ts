import type { Accounts } from './accounts.ts';
import { endpointRegion, requiredRight, requireExpectedOwner, requireRight, requireSameRegion } from './admission.ts';
import { S3Error } from './errors/s3-error.ts';
import type { Answer } from './http/answer.ts';
import type { Incoming, Outgoing } from './http/incoming.ts';
import type { RequestHead } from './http/request-head.ts';
import { preflight } from './operations/cross-origin.ts';
import { bucketOf } from './operations/operation.ts';
import type { FormReceiver } from './operations/post-form/consume-form.ts';
import { resolveOperation } from './operations/resolve-operation.ts';
import { needsBucket, runOperation } from './operations/run-operation.ts';
import type { ChecksumAlgorithm } from './payload/checksum.ts';
import { readPayload } from './payload/read-payload.ts';
import { receiveBody } from './payload/receive-body.ts';
import { anonymousSigner } from './signature/anonymous.ts';
import { authenticate, type Signer } from './signature/authenticate.ts';
import { readCredentials } from './signature/credentials.ts';
import type { ContentFolder } from './storage/content-folder.ts';
import type { Storage } from './storage/storage.ts';

export interface StoreSettings {
  readonly accounts: Accounts;
  readonly storage: Storage;
  readonly folder: ContentFolder;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly region: string;
  /** Most bytes of one body. */
  readonly maxObjectBytes: number;
}

/** Operations that S3 answers wherever the bucket lies. */
const regionless = new Set(['CreateBucket', 'ListBuckets', 'GetBucketLocation']);
const readsBody = new Set(['UploadPart', 'CompleteMultipartUpload', 'DeleteObjects', 'CreateBucket', 'PostObject']);
const largestIgnoredBody = 64 * 1024;

/**
 * Takes a request through S3's own order of checks: place, signature, existence of the bucket, right, body.
 * Throws `S3Error` for whatever S3 would refuse.
 */
export async function answerRequest(
  settings: StoreSettings,
  head: RequestHead,
  request: Incoming,
  response: Outgoing,
): Promise<Answer> {
  const { accounts, storage, folder, now, maxObjectBytes } = settings;
  const { bucket: bucketName } = head.target;
  const bucket = bucketName === undefined ? undefined : storage.bucket(bucketName);
  if (head.method === 'OPTIONS') return preflight(head, bucket);
  const credentials = readCredentials(head);
  const region = endpointRegion(head, bucket, credentials?.scope.region, settings.region);
  const noSuchBucket = () => new S3Error('NoSuchBucket', { fields: { BucketName: bucketName } });
  const operation = resolveOperation(head);
  if (bucket !== undefined && !regionless.has(operation)) requireSameRegion(head, bucket, region);
  const signer =
    credentials === undefined ? anonymousSigner(head) : authenticate(head, credentials, region, accounts, now());
  if (needsBucket(operation)) {
    if (bucket === undefined) throw noSuchBucket();
    requireExpectedOwner(head, bucket);
  }
  const requireFor = (asking: Signer, action: string, resource: string) => {
    // A name that another account has taken is refused by the operation, not by the policy of that account's bucket.
    const concerned = action === 's3:CreateBucket' ? undefined : storage.bucket(bucketOf(resource));
    requireRight(accounts, { head, signer: asking, bucket: concerned, now: now() }, action, resource);
  };
  const require = (action: string, resource: string) => requireFor(signer, action, resource);
  const right = requiredRight(operation, head);
  if (right !== undefined) require(right.action, right.resource);

  const body = { request, response, head, signer };
  const payload = (limit: number) => readPayload(body, limit);
  const receive = (limit: number, algorithm?: ChecksumAlgorithm) =>
    receiveBody(body, { limit, algorithm, writer: (bytes) => folder.writer(bytes) });
  const receiveForm = async (form: FormReceiver) => {
    const { consumeForm } = await import('./operations/post-form/consume-form.ts');
    return consumeForm({ request, response, head }, form, (bytes) => folder.writer(bytes));
  };
  if (!readsBody.has(operation) && !operation.startsWith('Put') && hasBody(head)) await payload(largestIgnoredBody);
  return runOperation(operation, {
    head,
    signer,
    storage,
    accounts,
    bucket,
    region,
    maxObjectBytes,
    now,
    payload,
    receive,
    receiveForm,
    require,
    requireFor,
  } as Parameters<typeof runOperation>[1]);
}

function hasBody({ headers }: RequestHead): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
}
