import { setTimeout as wait } from 'node:timers/promises';
import type { EdgeRequest, EdgeResponse } from '../edge-route.ts';
import { readToEnd } from '../read-to-end.ts';
import { breakConnection } from './break-connection.ts';
import { garbleAnswer, halveAnswer, loseAnswer, slowAnswer } from './change-answer.ts';
import type { Fault } from './fault.ts';
import { answerRpcError } from './rpc-error.ts';

/** Lets a fault happen to a request; `handle` is called where the fault lets the service see it. */
export async function applyFault(
  fault: Fault,
  request: EdgeRequest,
  response: EdgeResponse,
  handle: () => void | Promise<void>,
): Promise<void> {
  const requestType = request.headers['content-type'];
  switch (fault.kind) {
    case 'status':
      await readToEnd(request);
      response.writeHead(fault.status, { 'content-type': fault.contentType ?? 'text/plain; charset=utf-8' });
      response.end(request.method === 'HEAD' ? undefined : (fault.body ?? ''));
      return;
    case 'rpc-error':
      await readToEnd(request);
      answerRpcError(response, fault.code, requestType);
      return;
    case 'cut':
      if (fault.at === 'request') {
        await readToEnd(request);
        breakConnection(request);
        return;
      }
      if (fault.at === 'answer') loseAnswer(request, response);
      else halveAnswer(request, response);
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
