import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { connection } from '../../kubernetes/connection.ts';

export interface FanOutLoad {
  readonly watchers: number;
  readonly changes: number;
}

const writers = 8;

/**
 * Events per second that watchers get together when ConfigMaps are created as fast as one client can, several at once;
 * counted from the first create until the last watcher has the last event. The namespace made for it is deleted again.
 */
export async function watchFanOut(kubeconfig: string, { watchers, changes }: FanOutLoad): Promise<number> {
  const { server, tls, headers } = await connection(kubeconfig);
  const authorization = await headers();
  const agent = new Agent({ keepAlive: true });
  const send = async (method: string, path: string, body?: unknown): Promise<IncomingMessage> => {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const content = payload && { 'content-type': 'application/json', 'content-length': payload.length };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(new URL(path, server), { method, agent, ...tls, headers: { ...authorization, ...content } }, resolve)
      .on('error', reject)
      .end(payload);
    const response = await promise;
    if ((response.statusCode ?? 0) >= 300) throw new Error(`${method} ${path}: ${await text(response)}`);
    return response;
  };
  const create = async (path: string, object: object) => text(await send('POST', path, object));

  const namespace = `bench-${randomBytes(3).toString('hex')}`;
  await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  try {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const selector = 'labelSelector=bench%3Dfan-out';
    const { metadata } = JSON.parse(await text(await send('GET', path))) as { metadata: { resourceVersion: string } };
    const since = `resourceVersion=${metadata.resourceVersion}`;
    const streams = await Promise.all(
      Array.from({ length: watchers }, () => send('GET', `${path}?watch=true&${selector}&${since}`)),
    );
    const complete = Promise.all(streams.map((stream) => countLines(stream, changes)));
    const startedAt = performance.now();
    let next = 0;
    const writer = async () => {
      while (next < changes) await create(path, configMap(next++));
    };
    await Promise.all([complete, ...Array.from({ length: writers }, writer)]);
    return (watchers * changes * 1000) / (performance.now() - startedAt);
  } finally {
    await send('DELETE', `/api/v1/namespaces/${namespace}`);
    agent.destroy();
  }
}

function configMap(index: number): object {
  const metadata = { name: `c-${index}`, labels: { bench: 'fan-out' } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text: 'x'.repeat(512) } };
}

const newline = 10;

/** Ends when so many lines have come. */
async function countLines(stream: IncomingMessage, wanted: number): Promise<void> {
  let lines = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (const byte of chunk) if (byte === newline) lines++;
    if (lines >= wanted) break;
  }
  stream.destroy();
}
