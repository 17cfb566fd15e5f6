import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CertificateAuthority } from '../environments/embedded/certificates/certificate-authority.ts';
import type { EdgeRoute } from './edge-route.ts';
import type { Caller } from './exchange.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { createJournal, type Journal } from './journal.ts';
import { createProtocolServers, type ProtocolServers } from './protocol-servers.ts';
import { createRequestHandlers } from './request-handlers.ts';
import { createServerContexts } from './server-contexts.ts';

export interface EdgeOptions {
  /** Issues the certificate for each host name that a client asks for. */
  readonly ca: CertificateAuthority;
  /** The first that matches a host takes the request. */
  readonly routes: readonly EdgeRoute[];
  /** How many bytes of one request's body the journal keeps; default 4 MiB. */
  readonly maxJournalBodyBytes?: number;
  /** False: the journal forgets an exchange, with the credentials in its head, once it has ended. Default true. */
  readonly keepsJournal?: boolean;
  /** Strikes requests and handshakes on their way to a route. Default: nothing does. */
  readonly faults?: FaultPlan;
}

/**
 * The one endpoint behind every external host name: TLS (h2 and HTTP/1.1 by ALPN) and plain text (h2c with prior knowledge
 * and HTTP/1.1) on whatever port was dialled, routed by host name, every exchange journalled.
 */
export interface Edge extends AsyncDisposable {
  readonly journal: Journal;
  /**
   * Takes a connection that a pod opened, as a socket or whatever carries its bytes; `port` is the one that the pod dialled,
   * `caller` undefined when the pod is not known.
   */
  accept(connection: Duplex, from: { readonly caller: Caller | undefined; readonly port: number }): void;
  /**
   * Listens on an ephemeral port of 127.0.0.1, for people and tests. Host names work as for a pod; under `localhost` and
   * 127.0.0.1 a route is chosen by path.
   */
  listen(): Promise<{ readonly port: number }>;
}

/** Makes an Edge. It listens nowhere until asked to; dispose closes every connection at once. */
export async function createEdge(options: EdgeOptions): Promise<Edge> {
  const { ca, routes, maxJournalBodyBytes: bodyLimit = 4 * 1024 * 1024, keepsJournal: keeps = true, faults } = options;
  const { journal, begin } = createJournal({ keeps });
  const contexts = await createServerContexts(ca);
  const handlersFor = createRequestHandlers({ routes, begin, bodyLimit, faults });
  const sockets = new Set<Duplex>();
  const servers = new Map<string, ProtocolServers>();
  const listeners = new Set<Server>();
  let disposed = false;

  function take(socket: Duplex, caller: Caller | undefined, port: number): void {
    // A connection that breaks is the business of whoever reads from it; here it must only not end the process.
    socket.on('error', () => undefined);
    if (disposed) {
      socket.destroy();
      return;
    }
    if (socket instanceof Socket) socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const key = JSON.stringify([caller?.namespace, caller?.pod, caller?.node, port]);
    let own = servers.get(key);
    if (own === undefined) {
      const { broken, ...handlers } = handlersFor(caller, port);
      own = createProtocolServers(contexts, {
        ...handlers,
        broken: (...what) => {
          if (!disposed) broken(...what);
        },
      });
      servers.set(key, own);
    }
    own.take(socket);
  }

  return {
    journal,
    accept: (connection, { caller, port }) => take(connection, caller, port),
    async listen() {
      const server = createServer((socket) => take(socket, undefined, port));
      listeners.add(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      return { port };
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
      const closed = [...listeners].map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
