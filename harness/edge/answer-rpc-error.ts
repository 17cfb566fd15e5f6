import { type Code, ConnectError } from '@connectrpc/connect';
import { codeToHttpStatus, endStreamToJson, errorToJson } from '@connectrpc/connect/protocol-connect';
import type { EdgeResponse } from './edge-route.ts';

/**
 * Answers with an error as the client's RPC protocol has it: gRPC's in a head without a body, Connect's as JSON with an HTTP
 * status, in a stream as its last message (https://connectrpc.com/docs/protocol).
 */
export function answerRpcError(
  response: EdgeResponse,
  code: Code,
  requestType: string | undefined,
  message: string,
): void {
  const error = new ConnectError(message, code);
  const type = requestType ?? '';
  if (type.startsWith('application/grpc')) {
    response.setHeader('content-type', type);
    response.setHeader('grpc-status', String(code));
    response.setHeader('grpc-message', encodeURIComponent(message));
    // Not after `writeHead`: only so the headers end the stream, without which they are no trailers to grpc-go.
    response.end();
    return;
  }
  if (type.startsWith('application/connect+')) {
    const json = Buffer.from(JSON.stringify(endStreamToJson(new Headers(), error, undefined)));
    const envelope = Buffer.alloc(5);
    envelope[0] = 2;
    envelope.writeUInt32BE(json.length, 1);
    response.writeHead(200, { 'content-type': type });
    response.end(Buffer.concat([envelope, json]));
    return;
  }
  response.writeHead(codeToHttpStatus(code), { 'content-type': 'application/json' });
  response.end(JSON.stringify(errorToJson(error, undefined)));
}
