import type { EdgeRequest, EdgeResponse, RouteContext } from './edge-route.ts';
import { readToEnd } from './read-to-end.ts';

/**
 * Answers 421 for a host that no route knows, after reading what was sent to it: the refusal is evidence of where a
 * payload would have gone. 421 rather than a gateway's 502, because gRPC clients retry a 502 (reference, pulse.md section 1).
 */
export async function refuseUnknownHost(
  request: EdgeRequest,
  response: EdgeResponse,
  context: RouteContext,
): Promise<void> {
  await readToEnd(request);
  const what = context.ownAddress
    ? `nothing at the Edge's own address answers ${request.method} on this path`
    : `the host ${context.host || '(none named)'} is none that this run knows`;
  response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(request.method === 'HEAD' ? undefined : `Refused by the harness's Edge: ${what}.\n`);
}
