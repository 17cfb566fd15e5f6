import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createH2cServer,
  createSecureServer,
  type Http2ServerResponse,
  type Http2Session,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { detectConnectionKind } from './connection-kind.ts';
import type { EdgeRequest } from './edge-route.ts';
import type { ServerContexts } from './server-contexts.ts';
import { rememberSocket } from './session-socket.ts';

export interface ProtocolHandlers {
  request(request: EdgeRequest, response: ServerResponse | Http2ServerResponse): void;
  /** Whether a request that asks for another protocol shall have it; else it is a request like any other. */
  takesUpgrade(request: IncomingMessage): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** A connection on which no request could be read. `host` is the SNI name or empty; `failure` one sentence. */
  broken(protocol: 'http/1.1' | 'h2', host: string, failure: string): void;
}

/** Everything that a connection may speak: TLS with h2 or HTTP/1.1, h2c, HTTP/1.1. None of the servers listens. */
export interface ProtocolServers {
  take(socket: Duplex): void;
}

/** One set per caller and port, so that whatever a server emits is known to be theirs. */
export function createProtocolServers(
  contexts: ServerContexts,
  { request, takesUpgrade, upgrade, broken }: ProtocolHandlers,
): ProtocolServers {
  const usedSockets = new WeakSet<object>();
  const usedSessions = new WeakSet<object>();

  function onRequest(incoming: EdgeRequest, response: ServerResponse | Http2ServerResponse): void {
    if ('stream' in incoming) {
      if (incoming.stream.session !== undefined) usedSessions.add(incoming.stream.session);
    } else usedSockets.add(incoming.socket);
    request(incoming, response);
  }

  function onUpgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    usedSockets.add(socket);
    upgrade(incoming, socket, head);
  }

  function onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    // The client hung up, or the exchange in progress already tells it.
    if (error.code === 'ECONNRESET' || usedSockets.has(socket)) {
      socket.destroy();
      return;
    }
    usedSockets.add(socket);
    broken('http/1.1', serverName(socket), `malformed HTTP request (${error.code ?? error.message})`);
    if (!socket.writable) return;
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }

  /** What a server was just given, of which it makes a session at once if it makes one. */
  let carrier: Duplex | undefined;

  function onSession(session: Http2Session): void {
    if (carrier !== undefined) rememberSocket(session, carrier);
    const host = serverName(session.socket);
    session.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || usedSessions.has(session)) return;
      usedSessions.add(session);
      broken('h2', host, `malformed HTTP/2 (${error.message})`);
    });
    session.on('close', () => {
      if (!usedSessions.has(session)) broken('h2', host, silent);
    });
  }

  function onSecureConnection(socket: TLSSocket): void {
    if (socket.alpnProtocol === 'h2') return;
    socket.on('close', () => {
      if (!usedSockets.has(socket)) broken('http/1.1', serverName(socket), silent);
    });
  }

  function onTlsClientError(error: NodeJS.ErrnoException, socket: TLSSocket): void {
    broken('http/1.1', serverName(socket), `TLS handshake failed (${error.code ?? error.message}): ${trust}`);
  }

  const plain = createHttpServer({ keepAliveTimeout: 0, shouldUpgradeCallback: takesUpgrade }, onRequest)
    .on('upgrade', onUpgrade)
    .on('clientError', onClientError);
  const h2c = createH2cServer(onRequest).on('session', onSession);
  const secure = createSecureServer(
    { ...contexts.fallback, allowHTTP1: true, SNICallback: (name, callback) => contexts.select(name, callback) },
    onRequest,
  )
    .on('session', onSession)
    .prependListener('secureConnection', (socket) => {
      carrier = socket;
    })
    .on('secureConnection', onSecureConnection)
    .on('tlsClientError', onTlsClientError)
    .on('upgrade', onUpgrade)
    .on('clientError', onClientError);
  // HTTP/1.1 of an HTTP/2 server asks it too, and has no option for it.
  Object.assign(secure, { shouldUpgradeCallback: takesUpgrade });
  const byKind = { tls: secure, h2c, 'http/1.1': plain };

  return {
    take(socket) {
      detectConnectionKind(socket, (kind) => {
        carrier = socket;
        byKind[kind].emit('connection', socket);
      });
    },
  };
}

const trust = "the client may not trust the run's CA";
const silent = `the client closed the connection after the TLS handshake without a request: ${trust}`;

function serverName(socket: object): string {
  // Not by `in`: an h2 session's socket is a proxy that only answers reads.
  const { servername } = socket as { readonly servername?: unknown };
  return typeof servername === 'string' ? servername.toLowerCase() : '';
}
