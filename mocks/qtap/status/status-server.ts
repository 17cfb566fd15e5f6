import { createServer } from 'node:http';
import type { QscanMetrics } from './qscan-metrics.ts';

export interface StatusServer extends AsyncDisposable {
  readonly port: number;
}

/**
 * Serves `/readyz`, `/healthz`, `/metrics` (product) and `/system/metrics` (agent). It starts last, so a closed port means "not
 * through start-up" (reference, qplane.md section 6). Rejects when the port is taken.
 */
export async function startStatusServer(
  listen: { readonly host: string; readonly port: number },
  metrics: QscanMetrics,
): Promise<StatusServer> {
  const pages: Readonly<Record<string, () => string>> = {
    '/readyz': () => 'ok\n',
    '/healthz': () => 'ok\n',
    '/metrics': () => '',
    '/system/metrics': () => metrics.render(),
  };
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://status').pathname];
    const type = request.url?.endsWith('metrics') ? 'text/plain; version=0.0.4; charset=utf-8' : 'text/plain';
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': type });
    response.end(page?.() ?? '404 page not found\n');
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(listen.port, listen.host, resolve);
  await promise;
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : listen.port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
