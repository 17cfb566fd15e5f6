import type { Http2Session } from 'node:http2';
import type { Duplex } from 'node:stream';

const sockets = new WeakMap<Http2Session, Duplex>();

/** Remembers what carries a session: its own `socket` is a proxy that lets nobody destroy it. */
export function rememberSocket(session: Http2Session, socket: Duplex): void {
  sockets.set(session, socket);
}

/** What carries a session; undefined for one that is none of the Edge's. */
export function socketOf(session: Http2Session): Duplex | undefined {
  return sockets.get(session);
}
