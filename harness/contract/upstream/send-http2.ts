import { type ClientHttp2Session, constants, type IncomingHttpHeaders } from 'node:http2';
import type { RawHeaders } from '../raw-exchange.ts';
import { forwardedHeaders, rawHeaders } from './forwarded-headers.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';

/** Sends a request as a stream of a session. */
export function sendHttp2(session: ClientHttp2Session, origin: URL, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const { method, target, headers, body, signal } = request;
  const { promise, resolve, reject } = Promise.withResolvers<UpstreamAnswer>();
  let trailers: RawHeaders = {};
  const stream = session.request(
    {
      ...forwardedHeaders(headers),
      ':method': method,
      ':path': target,
      ':authority': origin.host,
      ':scheme': origin.protocol.slice(0, -1),
    },
    { endStream: false, signal },
  );
  stream.on('error', reject);
  // A stream that is reset without an error, as with NO_ERROR, tells nobody.
  stream.on('close', () =>
    reject(Object.assign(new Error('the stream was closed'), { code: 'ERR_HTTP2_STREAM_CLOSED' })),
  );
  stream.on('trailers', (given: IncomingHttpHeaders) => {
    trailers = rawHeaders(given);
  });
  stream.on('response', (given: IncomingHttpHeaders & { readonly ':status'?: number }, flags: number) =>
    resolve({
      status: given[':status'] ?? 0,
      headers: rawHeaders(given),
      endsWithHeaders: (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0,
      body: stream,
      trailers: () => trailers,
    }),
  );
  body.on('error', () => stream.close(constants.NGHTTP2_CANCEL));
  body.pipe(stream);
  return promise;
}
