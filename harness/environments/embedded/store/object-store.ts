import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Accounts } from './accounts.ts';
import { answerRequest } from './answer-request.ts';
import { S3Error } from './errors/s3-error.ts';
import { type Answer, type AnswerIds, errorAnswer, sendAnswer } from './http/answer.ts';
import type { Incoming, Outgoing } from './http/incoming.ts';
import { type RequestHead, readHead } from './http/request-head.ts';
import { crossOriginHeaders } from './operations/cross-origin.ts';
import { type OtherServices, signedService } from './other-services.ts';
import { isBucketName } from './storage/bucket-name.ts';
import { ContentFolder } from './storage/content-folder.ts';
import { type ObjectEvent, Storage } from './storage/storage.ts';
import type { StoredObject } from './storage/stored-object.ts';

export interface ObjectStoreOptions {
  readonly accounts: Accounts;
  /** Milliseconds since the epoch; the wall clock unless given. */
  readonly clock?: () => number;
  /** Region of buckets made in process, and of endpoints that name none; `us-east-1` unless given. */
  readonly region?: string;
  /** Account that owns buckets made in process; `000000000000` unless given. */
  readonly accountId?: string;
  /** Most bytes of one PUT or part, 5 GiB unless given, as S3 has it. */
  readonly maxObjectBytes?: number;
  /** Folder for contents that are too large for memory, which go with the store; the system's for temporary files unless given. */
  readonly directory?: string;
  /** Answers what is signed for another service than S3, for example IAM; such requests are malformed without it. */
  readonly otherServices?: OtherServices | undefined;
  /** Told of faults of the store itself, which a client sees as `InternalError`. */
  readonly onFault?: (fault: unknown) => void;
}

export interface ObjectSummary {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly contentType: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

export interface ListeningStore {
  /** `http://127.0.0.1:<port>`; address buckets by path there. */
  readonly endpoint: string;
}

export interface ObjectStore extends AsyncDisposable {
  /**
   * Answers one S3 request; for servers of HTTP/1.1 and h2, with or without TLS. The host name decides region and
   * addressing style. Writes `100 Continue` itself when it wants the body, so a server should route `checkContinue` here too.
   */
  handle(request: Incoming, response: Outgoing): void;
  /** Serves plain HTTP on an ephemeral port of the loopback address; the same endpoint for every call. */
  listen(): Promise<ListeningStore>;
  /** Throws where the name is none or taken. */
  createBucket(name: string, options?: { readonly region?: string }): void;
  /** Objects of a bucket by key; empty for an unknown bucket. */
  objects(bucket: string): ObjectSummary[];
  /** Bytes of an object, all at once: for small ones. Undefined where there is none. Do not change them. */
  read(bucket: string, key: string): Buffer | undefined;
  /** Calls `listener` after every object stored or removed. */
  watch(listener: (event: ObjectEvent) => void): Disposable;
}

/** An S3 server in this process, small objects in memory and large ones in files, that asks `accounts` who signs and who may. */
export function createObjectStore(options: ObjectStoreOptions): ObjectStore {
  const { accounts, clock = Date.now, region = 'us-east-1', accountId = '000000000000' } = options;
  const storage = new Storage();
  const folder = new ContentFolder(options.directory);
  const hostId = randomBytes(48).toString('base64');
  const settings = {
    accounts,
    storage,
    folder,
    now: clock,
    region,
    maxObjectBytes: options.maxObjectBytes ?? 5 * 1024 ** 3,
  };

  const crossOrigin = (head: RequestHead, result: Answer): Answer => {
    const bucket = storage.bucket(head.target.bucket ?? '');
    return { ...result, headers: { ...crossOriginHeaders(head, bucket), ...result.headers } };
  };
  const answer = async (request: Incoming, response: Outgoing) => {
    const ids: AnswerIds = { requestId: randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase(), hostId };
    let head: RequestHead | undefined;
    const reply = async (result: Answer) => {
      const answered = head?.headers.has('origin') ? crossOrigin(head, result) : result;
      const sent = sendAnswer(response, request.method ?? 'GET', answered, ids, new Date(clock()));
      request.resume();
      await sent;
    };
    try {
      head = readHead(request);
      await reply(await answerRequest(settings, head, request, response));
    } catch (error) {
      if (response.headersSent) {
        // A client that has gone is none of the store's faults; one that waits for the rest must see that it does not come.
        if (!isClientGone(error)) options.onFault?.(error);
        response.destroy();
        return;
      }
      if (!(error instanceof S3Error)) options.onFault?.(error);
      const refusal = error instanceof S3Error ? error : new S3Error('InternalError');
      await reply(errorAnswer(refusal, head?.path ?? request.url ?? '/', ids));
    }
  };
  const { otherServices } = options;
  const handle = (request: Incoming, response: Outgoing) => {
    const isForeign = otherServices?.names.has(signedService(request) ?? '') ?? false;
    if (isForeign) void otherServices?.handle(request, response);
    else {
      answer(request, response).catch((fault) => {
        options.onFault?.(fault);
        response.destroy();
      });
    }
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, handle).on('checkContinue', handle);
  let listening: Promise<ListeningStore> | undefined;
  return {
    handle,
    listen() {
      listening ??= new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () =>
          resolve({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
        );
      });
      return listening;
    },
    createBucket(name, { region: bucketRegion = region } = {}) {
      if (!isBucketName(name))
        throw new Error(`${name} is no name for a bucket: 3 to 63 lower-case letters, digits, dots and hyphens.`);
      if (storage.bucket(name) !== undefined) throw new Error(`bucket ${name} exists already: choose another name.`);
      storage.create(name, bucketRegion, accountId, clock());
    },
    objects: (bucket) =>
      (storage.bucket(bucket)?.list() ?? []).flatMap(({ versions: [latest] }) =>
        latest?.deleteMarker === false ? [summary(latest)] : [],
      ),
    read: (bucket, key) => storage.bucket(bucket)?.get(key)?.content.read(),
    watch: (listener) => storage.watch(listener),
    async [Symbol.asyncDispose]() {
      await using _ = folder;
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function summary({ key, content, etag, headers, lastModified }: StoredObject): ObjectSummary {
  return {
    key,
    size: content.length,
    etag: etag.replaceAll('"', ''),
    contentType: headers['content-type'] ?? '',
    lastModified,
  };
}

function isClientGone(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE';
}
