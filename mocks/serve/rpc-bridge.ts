import type { DescMethodUnary, DescService, MessageShape } from '@bufbuild/protobuf';
import { Code, type ConnectRouter, type HandlerContext } from '@connectrpc/connect';
import { compressionGzip, connectNodeAdapter } from '@connectrpc/connect-node';
import type { RequestHandler } from 'msw';
import { answerRpcError } from '../../harness/edge/answer-rpc-error.ts';
import type { EdgeRequest, EdgeResponse } from '../../harness/edge/edge-route.ts';
import { callHandlers } from './call-handlers.ts';
import { readLimit } from './read-limit.ts';

export interface RpcBridgeOptions {
  readonly services: readonly DescService[];
  /** Answer every unary call, in its Connect form. */
  readonly handlers: readonly RequestHandler[];
  /** Registers what is no unary call; `call` makes a unary one on its behalf. */
  streams(router: ConnectRouter, call: UnaryCall): void;
}

/** Hands a call to the MSW handlers with the headers of the call in hand. Rejects with a ConnectError as a client's would. */
export type UnaryCall = <Method extends DescMethodUnary>(
  method: Method,
  input: MessageShape<Method['input']>,
  context: HandlerContext,
) => Promise<MessageShape<Method['output']>>;

/**
 * Terminates gRPC, gRPC-Web and Connect streams, so that each RPC has one handler: an MSW handler in Connect's unary form.
 * Returns false for a plain Connect call, which those handlers take as it is.
 */
export function rpcBridge({
  services,
  handlers,
  streams,
}: RpcBridgeOptions): (request: EdgeRequest, response: EdgeResponse) => boolean {
  const call: UnaryCall = (method, input, context) => callHandlers(handlers, method, input, context);
  const adapter = connectNodeAdapter({
    acceptCompression: [compressionGzip],
    readMaxBytes: readLimit,
    fallback: refuseUnknown,
    routes(router) {
      for (const service of services) {
        for (const method of service.methods) {
          if (method.methodKind !== 'unary') continue;
          const unary = method as DescMethodUnary;
          router.rpc(unary, (input, context) => call(unary, input, context));
        }
      }
      streams(router, call);
    },
  });
  return (request, response) => {
    if (!/^application\/(grpc|connect\+)/.test(request.headers['content-type'] ?? '')) return false;
    // The two are of one protocol stack: the Edge hands them on as Node gave them.
    adapter(request, response as unknown as NodeResponse);
    return true;
  };
}

type NodeResponse = Parameters<ReturnType<typeof connectNodeAdapter>>[1];

function refuseUnknown(request: EdgeRequest, response: NodeResponse): void {
  const type = request.headers['content-type'];
  answerRpcError(response as unknown as EdgeResponse, Code.Unimplemented, type, 'unknown method');
  request.resume();
}
