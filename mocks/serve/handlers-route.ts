import type { RequestHandler } from 'msw';
import type { EdgeRequest, EdgeResponse, EdgeRoute, RouteContext } from '../../harness/edge/edge-route.ts';
import { requestHeaders } from '../../harness/edge/request-facts.ts';
import { answerRequest } from './answer-request.ts';
import { keepDeadline } from './keep-deadline.ts';
import { readBody } from './read-body.ts';
import { readLimit } from './read-limit.ts';
import { withOrigin } from './request-origin.ts';

export interface HandlersRouteOptions {
  readonly name: string;
  matches(host: string): boolean;
  /** Which paths are this service's when the Edge is dialled by its own address. */
  matchesPath(path: string): boolean;
  /** The host that such a request is taken to mean. */
  readonly canonicalHost: string;
  /** Read at every request: a handler put in front later takes effect. */
  readonly handlers: readonly RequestHandler[];
  /** Takes what is no plain HTTP call (gRPC, streams); returns false to leave the request to the handlers. */
  readonly rpc?: (request: EdgeRequest, response: EdgeResponse) => boolean;
}

/** Serves MSW handlers, written against the real URLs, at the Edge. */
export function handlersRoute(options: HandlersRouteOptions): EdgeRoute {
  const { name, matches, matchesPath, canonicalHost, handlers, rpc } = options;
  return {
    name,
    matches,
    matchesPath,
    recordBodies: true,
    handle(request, response, context) {
      const origin = context.ownAddress ? { ...context, host: canonicalHost } : context;
      return withOrigin(origin, () => {
        if (!keepDeadline(request, response)) return;
        if (rpc?.(request, response)) return;
        return answer(handlers, request, response, origin);
      });
    },
  };
}

async function answer(
  handlers: readonly RequestHandler[],
  request: EdgeRequest,
  response: EdgeResponse,
  { host }: RouteContext,
): Promise<void> {
  const method = request.method ?? 'GET';
  const body = await readBody(request, readLimit);
  if (body === 'broken') return;
  if (body === 'too-large') {
    response.writeHead(413, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code: 'resource_exhausted', message: `body exceeds ${readLimit} bytes` }));
    return;
  }
  const webRequest = new Request(`https://${host}${request.url}`, {
    method,
    headers: requestHeaders(request),
    body: method === 'GET' || method === 'HEAD' ? null : new Uint8Array(body),
  });
  const answered = await answerRequest(handlers, webRequest);
  if (answered.type === 'error') {
    response.destroy();
    return;
  }
  response.statusCode = answered.status;
  for (const [header, value] of answered.headers) if (header !== 'set-cookie') response.setHeader(header, value);
  const cookies = answered.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  const content = Buffer.from(await answered.arrayBuffer());
  if (content.length > 0) response.setHeader('content-length', content.length);
  response.end(method === 'HEAD' ? undefined : content);
}
