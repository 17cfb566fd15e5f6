import { once } from 'node:events';
import { Agent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { Incoming, Outgoing } from '../embedded/store/http/incoming.ts';
import { readHead } from '../embedded/store/http/request-head.ts';

/** What is told of a request: its host, and its path without the query. */
export interface PassedRequest {
  readonly host: string;
  readonly path: string;
}

export interface PassThroughOptions {
  /** Where a host's requests go: an origin. Default: to that host itself, over TLS. */
  readonly originOf?: (host: string) => string;
  /** Told of a host that could not be reached, and why: its client sees that as 502. */
  readonly onUnreachable?: (request: PassedRequest, reason: string) => void;
  /** Told of each request that was answered, be it by a refusal. */
  readonly onReached?: (request: PassedRequest) => void;
}

/** Hands S3 requests on to where they were meant to go. */
export interface PassThrough extends Disposable {
  handle(request: Incoming, response: Outgoing): void;
}

/** About one connection, not about the request (RFC 9110 section 7.6.1); `expect` was answered by the Edge. */
const ofConnection = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

const badGateway = 502;

/**
 * Sends each request to the host that it names, byte for byte as its client signed it: path, query, headers and body. S3 itself
 * judges signature and rights; the harness adds none of its own and sees no key. Bodies stream.
 */
export function createPassThrough({
  originOf = (host) => `https://${host}`,
  onUnreachable = () => undefined,
  onReached = () => undefined,
}: PassThroughOptions = {}): PassThrough {
  const agents = { 'https:': new SecureAgent({ keepAlive: true }), 'http:': new Agent({ keepAlive: true }) };

  async function pass(request: Incoming, response: Outgoing): Promise<void> {
    const { host, method } = readHead(request);
    const origin = new URL(originOf(host));
    const isPlain = origin.protocol === 'http:';
    const options = {
      method,
      host: origin.hostname,
      port: origin.port,
      // As it was sent: decoding and encoding again could break the signature.
      path: target(request),
      headers: sentHeaders(request.rawHeaders, host),
    };
    const outgoing = isPlain
      ? plainRequest({ ...options, agent: agents['http:'] })
      : secureRequest({ ...options, servername: host.replace(/:\d+$/, ''), agent: agents['https:'] });
    response.once('close', () => {
      if (!response.writableFinished) outgoing.destroy();
    });
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    // An answer before the end of the body stands: what is left of the body is nobody's.
    const sent = pipeline(request, outgoing).catch((error: unknown) => {
      if (!outgoing.destroyed) outgoing.destroy(error as Error);
    });
    const [answer] = await answered;
    onReached(passed(request));
    response.statusCode = answer.statusCode ?? badGateway;
    for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
      const name = (answer.rawHeaders[index] as string).toLowerCase();
      if (!ofConnection.has(name)) response.setHeader(name, answer.rawHeaders[index + 1] as string);
    }
    await pipeline(answer, response);
    await sent;
  }

  return {
    handle(request, response) {
      pass(request, response).catch((error: NodeJS.ErrnoException) => {
        if (response.headersSent || response.destroyed) {
          response.destroy();
          return;
        }
        const reason = error.code ?? error.message;
        onUnreachable(passed(request), reason);
        response.statusCode = badGateway;
        response.setHeader('content-type', 'text/plain');
        response.end(`The harness could not reach the object store: ${reason}\n`);
      });
    },
    [Symbol.dispose]() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Path and query, also of a request that names its host before them. */
function target({ url = '/' }: Incoming): string {
  return url.replace(/^https?:\/\/[^/?]*/i, '') || '/';
}

function passed(request: Incoming): PassedRequest {
  const { headers } = request;
  return {
    host: headers.host ?? String(headers[':authority']),
    path: target(request).replace(/\?.*$/s, ''),
  };
}

/** The headers as they came, names and repetitions kept. */
function sentHeaders(raw: readonly string[], host: string): string[] {
  const headers = ['Host', host];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] as string).toLowerCase();
    if (name === 'host' || name.startsWith(':') || ofConnection.has(name)) continue;
    headers.push(raw[index] as string, raw[index + 1] as string);
  }
  return headers;
}
