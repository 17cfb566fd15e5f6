import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { S3Error } from '../embedded/store/errors/s3-error.ts';
import type { RequestHead } from '../embedded/store/http/request-head.ts';
import type { AnnouncedBody } from '../embedded/store/payload/verify-body.ts';
import { sha256Hex } from '../embedded/store/signature/signing-key.ts';
import { uriEncode, uriEncodePath } from '../embedded/store/signature/uri-encode.ts';
import type { ObjectStoreAccess } from '../environment.ts';
import { forwardedRequest } from './forwarded-request.ts';
import { type ForwardedRequest, signForwarded } from './sign-forwarded.ts';
import { TrailerFrame } from './trailer-frame.ts';
import { UpstreamAnswer } from './upstream-answer.ts';
import { UpstreamUpload } from './upstream-upload.ts';

/** Idle connections end before a server would end them under a request, in ms. */
const idle = 2_000;
const mostConnections = 64;

/** Sends requests on to the store behind, signed anew. */
export class UpstreamClient {
  readonly #access: Promise<ObjectStoreAccess>;
  readonly #agents = {
    'http:': new Agent({ keepAlive: true, timeout: idle, maxSockets: mostConnections }),
    'https:': new SecureAgent({ keepAlive: true, timeout: idle, maxSockets: mostConnections }),
  };

  constructor(access: Promise<ObjectStoreAccess>) {
    this.#access = access;
  }

  /** Sends a request whose body, if it has one, is small and at hand. Throws `InternalError` where nobody answers. */
  async send(head: RequestHead, body?: Buffer): Promise<UpstreamAnswer> {
    const forwarded = forwardedRequest(head);
    const headers =
      body === undefined ? forwarded.headers : { ...forwarded.headers, 'content-length': `${body.length}` };
    return this.ask({ ...forwarded, headers, payloadHash: sha256Hex(body ?? '') }, body);
  }

  /** Sends a request of the gateway's own. */
  async ask(forwarded: ForwardedRequest, body?: Buffer): Promise<UpstreamAnswer> {
    const outgoing = await this.#begin(forwarded);
    const answer = answerOf(outgoing);
    outgoing.end(body);
    return answer;
  }

  /** Begins to send a body of any size. */
  async upload(head: RequestHead, announced: AnnouncedBody): Promise<UpstreamUpload> {
    const frame = new TrailerFrame(announced);
    const forwarded = forwardedRequest(head);
    const headers: Record<string, string> = { ...forwarded.headers, ...frame.headers };
    if (forwarded.headers['content-encoding'] !== undefined)
      headers['content-encoding'] = `aws-chunked,${forwarded.headers['content-encoding']}`;
    // The one claim that stands is the trailer's, which is proven by then.
    for (const name of Object.keys(headers)) if (/^x-amz-checksum-(crc|sha)/.test(name)) delete headers[name];
    const outgoing = await this.#begin({ ...forwarded, headers, payloadHash: frame.payloadHash });
    return new UpstreamUpload(outgoing, answerOf(outgoing), frame);
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #begin(forwarded: ForwardedRequest): Promise<ClientRequest> {
    const access = await this.#access;
    const { protocol, hostname, port } = new URL(access.endpoint);
    const signed = signForwarded(access, forwarded, Date.now());
    const headers = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, latin1(value)]));
    const path = `${uriEncodePath(forwarded.path)}${queryText(forwarded.query)}`;
    const options = { method: forwarded.method, hostname, port, path, headers };
    return protocol === 'https:'
      ? secureRequest({ ...options, agent: this.#agents['https:'] })
      : request({ ...options, agent: this.#agents['http:'] });
  }
}

function answerOf(outgoing: ClientRequest): Promise<UpstreamAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<UpstreamAnswer>();
  outgoing.once('response', (message: IncomingMessage) => resolve(new UpstreamAnswer(message, outgoing)));
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    reject(
      new S3Error('InternalError', {
        message: `The object store behind the harness did not answer: ${error.code ?? error.message}.`,
      }),
    );
  });
  promise.catch(() => undefined);
  return promise;
}

function queryText(query: RequestHead['query']): string {
  if (query.length === 0) return '';
  const parts = query.map(([name, value]) =>
    value === '' ? uriEncode(name) : `${uriEncode(name)}=${uriEncode(value)}`,
  );
  return `?${parts.join('&')}`;
}

/** Header bytes go out as they came in: UTF-8, which Node takes as Latin-1. */
function latin1(value: string): string {
  return /[^\x20-\x7e]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}
