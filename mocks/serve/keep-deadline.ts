import { Code } from '@connectrpc/connect';
import { answerRpcError } from '../../harness/edge/answer-rpc-error.ts';
import type { EdgeRequest, EdgeResponse } from '../../harness/edge/edge-route.ts';

/** A handler that heeds its deadline by itself answers within so many milliseconds. */
const grace = 50;

const units: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** Timers take no more, and nobody waits that long. */
const longest = 2 ** 31 - 1;

/**
 * Ends a call whose deadline passes before its request is complete: whoever reads the body would wait for ever. Returns false for
 * one that has passed at once, which is answered and goes to nobody.
 */
export function keepDeadline(request: EdgeRequest, response: EdgeResponse): boolean {
  const deadline = deadlineOf(request.headers);
  if (deadline === undefined) return true;
  const end = () => {
    if (response.headersSent || response.destroyed) return;
    answerRpcError(response, Code.DeadlineExceeded, request.headers['content-type'], 'the deadline has passed');
    response.once('finish', () => request.destroy());
  };
  if (deadline === 0) {
    end();
    return false;
  }
  const timer = setTimeout(end, Math.min(deadline + grace, longest));
  response.once('close', () => clearTimeout(timer));
  return true;
}

/** Milliseconds; undefined: none, or one that cannot be read, which the handler refuses (https://connectrpc.com/docs/protocol, gRPC's PROTOCOL-HTTP2). */
function deadlineOf(headers: EdgeRequest['headers']): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(String(headers['grpc-timeout'] ?? '')) ?? [];
  if (amount !== undefined) return Number(amount) * (units[unit] ?? 1);
  const connect = String(headers['connect-timeout-ms'] ?? '');
  return /^\d{1,10}$/.test(connect) ? Number(connect) : undefined;
}
