import { randomBytes, randomUUID } from 'node:crypto';
import type { Accounts } from '../embedded/store/accounts.ts';
import { type AdmittedRequest, admitRequest } from '../embedded/store/admit-request.ts';
import { S3Error } from '../embedded/store/errors/s3-error.ts';
import { type Answer, errorAnswer, sendAnswer } from '../embedded/store/http/answer.ts';
import type { Incoming, Outgoing } from '../embedded/store/http/incoming.ts';
import { type RequestHead, readHead } from '../embedded/store/http/request-head.ts';
import { preflight } from '../embedded/store/operations/cross-origin.ts';
import { readPayload } from '../embedded/store/payload/read-payload.ts';
import { verifyBody } from '../embedded/store/payload/verify-body.ts';
import type { ObjectStoreAccess } from '../environment.ts';
import { concernedBuckets, requireFurtherRights, requireRightToMiss } from './further-rights.ts';
import { requireDeletions } from './require-deletions.ts';
import type { UpstreamAnswer } from './upstream-answer.ts';
import { UpstreamBuckets } from './upstream-buckets.ts';
import { UpstreamClient } from './upstream-client.ts';
import type { UpstreamUpload } from './upstream-upload.ts';

export interface StoreGatewayOptions {
  readonly accounts: Accounts;
  /** Region of endpoints that name none. */
  readonly region: string;
  /** The store behind, with keys that may do everything. It need not be up before the first request comes. */
  readonly upstream: Promise<ObjectStoreAccess>;
  /** Told of what a client sees as `InternalError`: faults of the gateway itself, and of a store behind that does not answer. */
  readonly onFault?: (fault: unknown, path: string) => void;
  /** Told of the path of each request that the store behind answered. */
  readonly onAnswered?: (path: string) => void;
  /** By what the age of a signature is judged, milliseconds since the epoch; the wall clock unless given. */
  readonly clock?: () => number;
}

/**
 * Stands before an object store that checks neither keys nor rights. Signature, region, rights, the existence of a bucket and
 * the integrity of a body are judged here, by the code of the embedded store and with its errors; what passes goes on to the
 * store behind. Bodies stream through: memory does not grow with them.
 */
export interface StoreGateway extends AsyncDisposable {
  /** Answers one S3 request, of HTTP/1.1 or h2. */
  handle(request: Incoming, response: Outgoing): void;
  /** When the upload of an object was complete, milliseconds since the epoch; undefined for one that came another way. */
  storedAt(bucket: string, key: string): number | undefined;
}

/** Operations that leave a whole object behind, and those whose body may be large. */
const stores = new Set(['PutObject', 'CopyObject', 'CompleteMultipartUpload']);
const streams = new Set(['PutObject', 'UploadPart']);

const largestBody = 5 * 1024 ** 3;
const largestDocument = 4 * 1024 ** 2;

export function createStoreGateway({
  accounts,
  region,
  upstream,
  onFault,
  onAnswered,
  clock = Date.now,
}: StoreGatewayOptions): StoreGateway {
  // Whoever waits for it gets its error; nobody may be waiting yet.
  upstream.catch(() => undefined);
  const client = new UpstreamClient(upstream);
  const buckets = new UpstreamBuckets(client);
  const hostId = randomBytes(48).toString('base64');
  const stored = new Map<string, number>();

  async function admit(head: RequestHead): Promise<AdmittedRequest> {
    const names = concernedBuckets(head);
    const found = new Map(await Promise.all(names.map(async (name) => [name, await buckets.find(name)] as const)));
    const bucket = (name: string) => found.get(name);
    const admitted = admitRequest({ accounts, region, now: clock(), bucket }, head);
    requireFurtherRights(admitted, head);
    return admitted;
  }

  async function forward(
    admitted: AdmittedRequest,
    head: RequestHead,
    request: Incoming,
    response: Outgoing,
  ): Promise<UpstreamAnswer> {
    const source = { request, response, head, signer: admitted.signer };
    if (streams.has(admitted.operation)) {
      let upload: UpstreamUpload | undefined;
      try {
        const { checksum } = await verifyBody(source, {
          limit: largestBody,
          sink: async (announced) => {
            upload = await client.upload(head, announced);
            return upload;
          },
        });
        return await (upload as UpstreamUpload).finish(checksum.value);
      } catch (error) {
        upload?.abandon();
        throw error;
      }
    }
    if (!hasBody(head)) return client.send(head);
    const { content } = await readPayload(source, largestDocument);
    if (admitted.operation === 'DeleteObjects') await requireDeletions(admitted, content);
    return client.send(head, content);
  }

  async function pass(head: RequestHead, request: Incoming, response: Outgoing): Promise<void> {
    const admitted = await admit(head);
    const answer = await forward(admitted, head, request, response);
    onAnswered?.(head.path);
    try {
      requireRightToMiss(admitted, answer);
    } catch (refusal) {
      await answer.discard();
      throw refusal;
    }
    const { operation } = admitted;
    const { bucket = '', key } = head.target;
    if (operation === 'CreateBucket' || operation === 'DeleteBucket') buckets.forget(bucket);
    if (answer.status < 300 && key !== undefined && stores.has(operation)) stored.set(`${bucket}/${key}`, Date.now());
    await answer.sendTo(response);
  }

  async function answer(request: Incoming, response: Outgoing): Promise<void> {
    const ids = { requestId: randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase(), hostId };
    let head: RequestHead | undefined;
    const reply = async (result: Answer) => {
      const sent = sendAnswer(response, request.method ?? 'GET', result, ids, new Date());
      request.resume();
      await sent;
    };
    try {
      head = readHead(request);
      if (head.method === 'OPTIONS') await reply(preflight(head, await buckets.find(head.target.bucket ?? '')));
      else await pass(head, request, response);
    } catch (error) {
      if (response.headersSent) {
        // Whoever waits for the rest must see that it does not come.
        response.destroy();
        return;
      }
      if (!(error instanceof S3Error) || error.code === 'InternalError') onFault?.(error, head?.path ?? '');
      const refusal = error instanceof S3Error ? error : new S3Error('InternalError');
      await reply(errorAnswer(refusal, head?.path ?? request.url ?? '/', ids));
    }
  }

  return {
    handle: (request, response) => {
      answer(request, response).catch((fault) => {
        onFault?.(fault, '');
        response.destroy();
      });
    },
    storedAt: (bucket, key) => stored.get(`${bucket}/${key}`),
    async [Symbol.asyncDispose]() {
      client.close();
    },
  };
}

function hasBody({ headers }: RequestHead): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
}
