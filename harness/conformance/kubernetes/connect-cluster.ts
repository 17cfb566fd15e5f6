import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { WatchLine, WatchLines } from '../../environments/embedded/cluster/api/testing/watch-lines.ts';
import { connection } from '../../kubernetes/connection.ts';
import type { KubernetesRequest, KubernetesTarget } from './kubernetes-target.ts';

export type ClusterCalls = Pick<KubernetesTarget, 'call' | 'watch'> & Disposable;

/** Field managers are named after it. */
const userAgent = 'conformance/1.0';

/** Milliseconds that an answer may last; one that ends by itself takes a second at most. */
const patience = 5000;

/** Calls of a cluster without any client library in between. */
export async function connectCluster(kubeconfig: string): Promise<ClusterCalls> {
  const { server, tls, headers } = await connection(kubeconfig);
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(server);
  const open = async ({ method, path, body, isAnonymous, ...given }: KubernetesRequest): Promise<IncomingMessage> => {
    const { cert: _cert, key: _key, ...trust } = tls;
    const call = request({
      hostname,
      port,
      method,
      path,
      ...(isAnonymous ? { ...trust, agent: false } : { ...tls, agent }),
      headers: {
        'User-Agent': userAgent,
        Accept: 'application/json',
        ...(!isAnonymous && (await headers())),
        ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
        ...given.headers,
      },
    });
    call.end(body);
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    return response;
  };
  return {
    call: async (asked) => {
      const response = await open(asked);
      const overdue = setTimeout(
        () => response.destroy(new Error(`${asked.path} is not answered to its end.`)),
        patience,
      );
      try {
        return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
      } finally {
        clearTimeout(overdue);
      }
    },
    watch: async (path) => {
      const response = await open({ method: 'GET', path });
      if (response.statusCode !== 200) throw new Error(`The watch of ${path} is refused: ${await text(response)}`);
      return watchLines(response);
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function watchLines(response: IncomingMessage): WatchLines {
  // Leaving early is how a watch ends.
  response.on('error', () => {});
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  return {
    async next() {
      const { value, done } = await lines.next();
      if (done) throw new Error('The watch has ended, and another event was awaited.');
      return JSON.parse(value) as WatchLine;
    },
    async [Symbol.asyncDispose]() {
      response.destroy();
    },
  };
}
