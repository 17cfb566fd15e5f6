import type { DescMethodUnary, MessageShape } from '@bufbuild/protobuf';
import { ConnectError, type HandlerContext } from '@connectrpc/connect';
import { type UniversalClientFn, universalClientResponseFromFetch } from '@connectrpc/connect/protocol';
import { createTransport } from '@connectrpc/connect/protocol-connect';
import type { RequestHandler } from 'msw';
import { answerRequest } from './answer-request.ts';
import { readLimit } from './read-limit.ts';
import { requestOrigin } from './request-origin.ts';

/** Headers of the outer protocol or of the connection; all others go along. */
const ofTheWire = /^(?:connect-|grpc-|content-|accept-encoding$|te$|host$|connection$|transfer-encoding$)/;

/** A client of Connect's unary protocol whose network is MSW: binary, for JSON would drop unknown fields. */
export async function callHandlers<Method extends DescMethodUnary>(
  handlers: readonly RequestHandler[],
  method: Method,
  input: MessageShape<Method['input']>,
  context: HandlerContext,
): Promise<MessageShape<Method['output']>> {
  const transport = createTransport({
    httpClient: (request) => exchange(handlers, request),
    baseUrl: `https://${requestOrigin()?.host ?? new URL(context.url).host}`,
    useBinaryFormat: true,
    interceptors: [],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: 0,
    readMaxBytes: readLimit,
    writeMaxBytes: readLimit,
  });
  const headers = new Headers([...context.requestHeader].filter(([name]) => !ofTheWire.test(name)));
  try {
    const { message } = await transport.unary(method, context.signal, context.timeoutMs(), headers, input as never);
    return message as MessageShape<Method['output']>;
  } catch (cause) {
    const { rawMessage, code, details } = ConnectError.from(cause);
    // Without its metadata: those are headers of the inner answer and would become trailers of the outer one.
    const error = new ConnectError(rawMessage, code, undefined, undefined, cause);
    error.details = details;
    throw error;
  }
}

async function exchange(
  handlers: readonly RequestHandler[],
  { url, method, header, body, signal }: Parameters<UniversalClientFn>[0],
): ReturnType<UniversalClientFn> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  const request = new Request(url, { method, headers: header, body: Buffer.concat(chunks), signal: signal ?? null });
  // A deadline holds also against a handler that does not heed the signal.
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const response = await Promise.race([answerRequest(handlers, request), aborted.promise]);
    if (response.type === 'error') throw new TypeError('network error');
    return universalClientResponseFromFetch(response);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
