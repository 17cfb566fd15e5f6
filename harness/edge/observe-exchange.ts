import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { EdgeRequest } from './edge-route.ts';
import type { ExchangeRecorder } from './journal.ts';

/** Feeds a recorder with a request's body and the outcome of its response, without taking a byte from who handles them. */
export function observeExchange(
  request: EdgeRequest,
  response: ServerResponse | Http2ServerResponse,
  recorder: ExchangeRecorder,
): void {
  // `push` is where both protocol stacks hand a request its bytes. A 'data' listener instead would start the flow before
  // a handler that awaits something first has come to read.
  const push = request.push.bind(request);
  request.push = (chunk: Uint8Array | null, encoding?: BufferEncoding) => {
    if (chunk !== null) recorder.requestBytes(chunk);
    return push(chunk, encoding);
  };

  let responseBytes = 0;
  let ending = false;
  const count = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === 'string') {
      responseBytes += Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
    } else if (chunk instanceof Uint8Array) responseBytes += chunk.length;
  };
  const write: (...args: unknown[]) => boolean = response.write.bind(response) as never;
  const end: (...args: unknown[]) => unknown = response.end.bind(response) as never;
  Object.assign(response, {
    write(...args: unknown[]) {
      // The HTTP/2 response's own `end` comes by here with its last chunk.
      if (!ending) count(args[0], args[1]);
      return write(...args);
    },
    end(...args: unknown[]) {
      if (!ending) count(args[0], args[1]);
      ending = true;
      return end(...args);
    },
  });

  const settle = (failure?: string): void => {
    recorder.end({
      status: response.headersSent ? response.statusCode : undefined,
      responseBytes,
      grpcStatus: grpcStatus(response),
      failure,
    });
  };
  // Http2ServerResponse has no writableFinished; its 'finish' comes for aborted streams as well.
  const broken = (): boolean =>
    'stream' in response ? response.stream === undefined || response.stream.aborted : !response.writableFinished;
  response.on('finish', () => {
    if (!broken()) settle();
  });
  response.on('close', () => {
    settle(broken() ? 'the connection was closed before the answer was complete' : undefined);
  });
  // A client may vanish between two writes; that is recorded above and must not end the process.
  response.on('error', () => undefined);
}

function grpcStatus(response: ServerResponse | Http2ServerResponse): string | undefined {
  const inTrailers = 'stream' in response ? response.stream?.sentTrailers?.['grpc-status'] : undefined;
  const status = inTrailers ?? (response.headersSent ? response.getHeader('grpc-status') : undefined);
  return status === undefined ? undefined : String(status);
}
