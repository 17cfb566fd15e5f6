import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

export interface StatusServer extends AsyncDisposable {
  /** The port that it listens on: another than asked for only when 0 was. */
  readonly port: number;
}

/** `GET /`: 200 once the models are loaded, 503 before (meaning of the real answer: unknown). `GET /metrics`: Prometheus text. */
export async function startStatusServer(port: number, metrics: Metrics, isReady: () => boolean): Promise<StatusServer> {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '/').split('?', 1);
    const [status, type, text] =
      path === '/metrics'
        ? [200, 'text/plain; version=0.0.4; charset=utf-8', metrics.text()]
        : path !== '/'
          ? [404, 'text/plain', 'not found\n']
          : isReady()
            ? [200, 'text/plain', 'ok\n']
            : [503, 'text/plain', 'models are being loaded\n'];
    response.writeHead(status as number, { 'content-type': type as string }).end(text);
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
