import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpResponse, http, type RequestHandler } from 'msw';
import type { EdgeRoute } from '../../harness/edge/edge-route.ts';
import { realtimeHost, role } from '../../harness/edge/hosts.ts';
import { handlersRoute } from '../serve/handlers-route.ts';
import type { Ably } from './ably.ts';

/** The push channel at the Edge, under all of Ably's names: its WebSocket, and of REST what clients ask beside it. */
export function ablyRoute(ably: Ably): EdgeRoute {
  const sockets = lazySocketServer(ably.settings.maxFrameSize);
  return {
    ...handlersRoute({
      name: 'push',
      matches: (host) => role(host) === 'push',
      matchesPath: () => false,
      canonicalHost: realtimeHost,
      handlers: restHandlers(),
    }),
    async upgrade(request, socket, head, { caller }, frames) {
      const { pathname, searchParams } = new URL(request.url ?? '/', `wss://${realtimeHost}`);
      if (pathname !== '/') return refuse(socket, 404);
      const server = await sockets();
      const opened = Promise.withResolvers<number>();
      const refused = (_: Error, __: Duplex, of: IncomingMessage) => {
        if (of === request) opened.resolve(refuse(socket, 400));
      };
      server.on('wsClientError', refused);
      socket.once('close', () => opened.resolve(0));
      server.handleUpgrade(request, socket, head, (client) => {
        ably.take(client, searchParams, { caller, frames });
        opened.resolve(101);
      });
      try {
        return (await opened.promise) || undefined;
      } finally {
        server.off('wsClientError', refused);
      }
    },
  };
}

function refuse(socket: Duplex, status: number): number {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  return status;
}

/** `ws` is loaded with the first client. */
function lazySocketServer(maxPayload: number) {
  const load = async () => {
    const { WebSocketServer } = await import('ws');
    return new WebSocketServer({ noServer: true, maxPayload, clientTracking: false, perMessageDeflate: false });
  };
  let server: ReturnType<typeof load> | undefined;
  return () => {
    server ??= load();
    return server;
  };
}

/** What an Ably client asks outside its connection: the time, and whether there is an internet at all. */
function restHandlers(): RequestHandler[] {
  return [
    http.get('https://*/time', () => HttpResponse.json([Date.now()])),
    http.get('https://*/is-the-internet-up.txt', () => HttpResponse.text('yes\n')),
    http.all('https://*/*', () =>
      HttpResponse.json(
        { error: { statusCode: 404, code: 40400, message: 'The harness serves no such path of Ably.' } },
        { status: 404 },
      ),
    ),
  ];
}
