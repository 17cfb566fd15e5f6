import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { Upgrade } from './upgrade.ts';

type Serve = (request: IncomingMessage, response: ServerResponse, upgrade: Upgrade) => void;

/** Hands requests for another protocol to `serve`. Disposing cuts their connections, which the server no longer knows. */
export function takeUpgrades(server: Server, serve: Serve): Disposable {
  const sockets = new Set<Socket>();
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Whoever uses the connection learns of its end by `close`.
    socket.on('error', () => {});
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.end());
    serve(request, response, new Upgrade(request, response, socket, head));
  });
  return {
    [Symbol.dispose]: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Requests for anything else are answered as if they asked for no other protocol. */
export function mayUpgrade({ url = '' }: IncomingMessage): boolean {
  return /\/(portforward|exec|attach)(\?|$)/.test(url);
}
