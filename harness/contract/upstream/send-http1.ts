import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { forwardedHeaders, rawHeaders } from './forwarded-headers.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';

/** Sends a request over a connection of its own: one kept from before may close just then, and the recording blame the server. */
export function sendHttp1(origin: URL, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const { method, target, headers, body, signal } = request;
  const { promise, resolve, reject } = Promise.withResolvers<UpstreamAnswer>();
  const { te, ...forwarded } = forwardedHeaders(headers);
  const call = (origin.protocol === 'https:' ? requestSecure : requestPlain)(origin, {
    ...{ method, path: target, headers: forwarded, signal, agent: false },
  });
  call.on('error', reject);
  call.on('response', (response: IncomingMessage) =>
    resolve({
      status: response.statusCode ?? 0,
      headers: rawHeaders(response.headers),
      endsWithHeaders: false,
      body: response,
      trailers: () => rawHeaders(response.trailers),
    }),
  );
  body.on('error', () => call.destroy());
  body.pipe(call);
  return promise;
}
