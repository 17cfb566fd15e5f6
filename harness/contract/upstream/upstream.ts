import type { Readable } from 'node:stream';
import type { RawHeaders } from '../raw-exchange.ts';
import { mediaType } from '../redact/media-type.ts';
import { connectHttp2 } from './connect-http2.ts';
import { sendHttp1 } from './send-http1.ts';
import { sendHttp2 } from './send-http2.ts';

export interface UpstreamRequest {
  readonly protocol: 'http/1.1' | 'h2';
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: RawHeaders;
  readonly body: Readable;
  /** Ends the exchange, whatever its state. */
  readonly signal: AbortSignal;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: RawHeaders;
  /** HTTP/2 ended the answer with its headers, as gRPC does where nothing but trailers is to be said. */
  readonly endsWithHeaders: boolean;
  readonly body: Readable;
  /** Known when the body has ended. */
  trailers(): RawHeaders;
}

/** A server to which requests are passed as they came. */
export interface Upstream extends AsyncDisposable {
  /** Resolves with the head of the answer; rejects with the error of the network. */
  send(request: UpstreamRequest): Promise<UpstreamAnswer>;
}

/**
 * Makes ready to send to an origin, `https://` or `http://`; nothing is connected until then. HTTP/2 is spoken where the request
 * came so and the server takes it: over TLS it says so (ALPN), in plain text it is taken at its client's word.
 */
export function createUpstream(origin: URL): Upstream {
  const http2 = connectHttp2(origin);
  return {
    async send(request) {
      const session = request.protocol === 'h2' ? await until(request.signal, http2.session()) : undefined;
      if (session !== undefined) return sendHttp2(session, origin, request);
      const isGrpc = mediaType(request.headers).replace('+proto', '') === 'application/grpc';
      // Its trailers would be lost, and the recording blame the server.
      if (isGrpc) throw Object.assign(new Error('gRPC needs HTTP/2'), { code: 'ERR_HTTP2_ERROR' });
      return sendHttp1(origin, request);
    },
    async [Symbol.asyncDispose]() {
      http2.close();
    },
  };
}

/** The session may take for ever, and others wait for it, too. */
async function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
