import type { EdgeRequest } from '../edge-route.ts';
import { socketOf } from '../session-socket.ts';

/** Ends the connection that a request came by as if its cable was cut: over HTTP/2 with all that is under way on it. */
export function breakConnection(request: EdgeRequest): void {
  if (!('stream' in request)) {
    request.socket.destroy();
    return;
  }
  const { session } = request.stream;
  const socket = session && socketOf(session);
  if (socket === undefined) request.stream.destroy();
  else socket.destroy();
}
