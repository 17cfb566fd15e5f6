import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** One session of HTTP/2 with an origin, opened when first asked for and again when it has closed. */
export interface Http2Connection {
  /** Undefined: over TLS the server chose HTTP/1.1. Rejects with the error of the network. */
  session(): Promise<ClientHttp2Session | undefined>;
  close(): void;
}

export function connectHttp2(origin: URL): Http2Connection {
  let current: Promise<ClientHttp2Session | undefined> | undefined;
  const opened = new Set<ClientHttp2Session>();
  const closing = new AbortController();
  return {
    session() {
      if (current !== undefined) return current;
      const own = open(origin, closing.signal).then((session) => {
        if (session === undefined) return undefined;
        opened.add(session);
        session.once('goaway', forget);
        session.once('close', () => {
          opened.delete(session);
          forget();
        });
        return session;
      });
      // One that closes late is not the one in use any more.
      const forget = () => {
        if (current === own) current = undefined;
      };
      own.catch(forget);
      current = own;
      return own;
    },
    close() {
      closing.abort();
      for (const session of opened) session.destroy();
    },
  };
}

async function open(origin: URL, signal: AbortSignal): Promise<ClientHttp2Session | undefined> {
  if (origin.protocol === 'http:') return settled(connect(origin), signal);
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const socket = connectTls({
    host,
    port: Number(origin.port || 443),
    ALPNProtocols: ['h2', 'http/1.1'],
    // A certificate is asked for by name only (RFC 6066 section 3).
    ...(isIP(host) === 0 && { servername: host }),
  });
  await opening(socket, 'secureConnect', signal);
  if (socket.alpnProtocol !== 'h2') {
    socket.destroy();
    return undefined;
  }
  return settled(connect(origin, { createConnection: () => socket }), signal);
}

async function settled(session: ClientHttp2Session, signal: AbortSignal): Promise<ClientHttp2Session> {
  await opening(session, 'connect', signal);
  // Later errors end its streams, which say so.
  session.on('error', () => undefined);
  return session;
}

async function opening(what: TLSSocket | ClientHttp2Session, event: string, signal: AbortSignal): Promise<void> {
  try {
    await once(what, event, { signal });
  } catch (error) {
    what.on('error', () => undefined);
    what.destroy();
    throw error;
  }
}
