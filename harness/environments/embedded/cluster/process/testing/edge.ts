import { once } from 'node:events';
import http2 from 'node:http2';
import type { Socket } from 'node:net';
import type { ConnectRouter, ServiceImpl } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import type { TestCertificates } from './certificates.ts';
import { echoService } from './echo-service.ts';

export interface TestEdge extends AsyncDisposable {
  accept(socket: Socket): void;
}

/** A TLS server of HTTP/1.1 and HTTP/2 on sockets handed to it: gRPC echo, an S3 that takes everything, else the path. */
export function testEdge({ cert, key }: TestCertificates): TestEdge {
  const say = (message: unknown) => message;
  const routes = (router: ConnectRouter) =>
    router.service(echoService, { say } as unknown as ServiceImpl<typeof echoService>);
  const fallback: Parameters<typeof connectNodeAdapter>[0]['fallback'] = (request, response) => {
    request.resume();
    request.once('end', () => {
      response.setHeader('etag', '"0"');
      response.end(
        request.method === 'GET' ? `${request.headers[':authority'] ?? request.headers.host}${request.url}` : '',
      );
    });
  };
  const server = http2.createSecureServer({ cert, key, allowHTTP1: true }, connectNodeAdapter({ routes, fallback }));
  const sockets = new Set<Socket>();
  return {
    accept: (socket) => {
      sockets.add(socket);
      server.emit('connection', socket);
    },
    [Symbol.asyncDispose]: async () => {
      const closed = [...sockets].filter((socket) => !socket.closed).map((socket) => once(socket, 'close'));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
