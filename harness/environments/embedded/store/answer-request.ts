import type { Accounts } from './accounts.ts';
import { admitRequest } from './admit-request.ts';
import type { Answer } from './http/answer.ts';
import type { Incoming, Outgoing } from './http/incoming.ts';
import type { RequestHead } from './http/request-head.ts';
import { preflight } from './operations/cross-origin.ts';
import type { FormReceiver } from './operations/post-form/consume-form.ts';
import { runOperation } from './operations/run-operation.ts';
import type { ChecksumAlgorithm } from './payload/checksum.ts';
import { readPayload } from './payload/read-payload.ts';
import { receiveBody } from './payload/receive-body.ts';
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
  const { accounts, storage, folder, now, maxObjectBytes, region: fallbackRegion } = settings;
  if (head.method === 'OPTIONS') return preflight(head, storage.bucket(head.target.bucket ?? ''));
  const lookUp = (name: string) => storage.bucket(name);
  const admitted = admitRequest({ accounts, bucket: lookUp, region: fallbackRegion, now: now() }, head);
  const { operation, signer, bucket, region, require, requireFor } = admitted;

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
