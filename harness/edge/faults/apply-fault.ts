import { setTimeout as wait } from 'node:timers/promises';
import { answerRpcError } from '../answer-rpc-error.ts';
import type { EdgeRequest, EdgeResponse } from '../edge-route.ts';
import { readToEnd } from '../read-to-end.ts';
import { garbleAnswer, halveAnswer, loseAnswer, slowAnswer } from './change-answer.ts';
import type { Fault } from './fault.ts';

/**
 * Lets a fault happen to a request. `handle` is called where the fault lets the service see it, `cut` where the connection breaks.
 */
export async function applyFault(
  fault: Fault,
  request: EdgeRequest,
  response: EdgeResponse,
  { handle, cut }: { readonly handle: () => void | Promise<void>; readonly cut: () => void },
): Promise<void> {
  const requestType = request.headers['content-type'];
  switch (fault.kind) {
    case 'status':
      await received(request);
      response.writeHead(fault.status, { 'content-type': fault.contentType ?? 'text/plain; charset=utf-8' });
      response.end(request.method === 'HEAD' ? undefined : (fault.body ?? ''));
      return;
    case 'rpc-error':
      await received(request);
      answerRpcError(response, fault.code, requestType, 'a fault of the scenario');
      return;
    case 'cut':
      if (fault.at === 'request') {
        await received(request);
        cut();
        return;
      }
      if (fault.at === 'answer') loseAnswer(response, cut);
      else halveAnswer(response, cut);
      return handle();
    case 'latency': {
      const left = new AbortController();
      response.once('close', () => left.abort());
      await wait(fault.milliseconds, undefined, { signal: left.signal }).catch(() => undefined);
      return left.signal.aborted ? undefined : handle();
    }
    case 'slow-body':
      slowAnswer(response, fault.bytesPerSecond);
      return handle();
    case 'wrong-message':
      garbleAnswer(response, requestType);
      return handle();
  }
}

/** A request's body is read before it is refused, as a server does. A stream may stay open for ever: it is refused at once. */
function received(request: EdgeRequest): Promise<void> | undefined {
  if (!/^application\/(?:grpc|connect\+)/.test(request.headers['content-type'] ?? '')) return readToEnd(request);
  request.resume();
  return undefined;
}
