import type { EdgeRequest } from '../edge-route.ts';

/** Ends the connection that a request came by as if its cable was cut: over HTTP/2 with all that is under way on it. */
export function breakConnection(request: EdgeRequest): void {
  if (!('stream' in request)) {
    request.socket.destroy();
    return;
  }
  const { session } = request.stream;
  if (session === undefined) request.stream.destroy();
  else session.destroy();
}
