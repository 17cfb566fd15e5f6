import { once } from 'node:events';
import type { KindMap } from '../cluster-api.ts';
import { ApiError } from '../objects/api-error.ts';
import type { Registry } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { methodNotAllowed } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { type NodeAgentHolder, noNode } from './node-agent-holder.ts';

interface Key {
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Streams a container's log as plain text. */
export async function answerLog(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  { namespace = '', name }: Key,
  { nodeAgent }: NodeAgentHolder,
): Promise<void> {
  if (exchange.method !== 'GET') throw methodNotAllowed();
  const { query, response, signal } = exchange;
  const pod = registry.get(type, { namespace, name }) as KindMap['Pod'];
  if (!nodeAgent) throw noNode();
  const lines = nodeAgent.logs(
    { namespace, name },
    {
      container: query.get('container') || undefined,
      follow: flag(query.get('follow')),
      previous: flag(query.get('previous')),
      timestamps: flag(query.get('timestamps')),
      tailLines: whole(query, 'tailLines'),
      sinceSeconds: whole(query, 'sinceSeconds') ?? secondsSince(query.get('sinceTime')),
      limitBytes: whole(query, 'limitBytes'),
    },
    signal,
  );
  if (!pod.spec?.nodeName) {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.end();
    return;
  }
  for await (const chunk of lines) {
    // Errors come with the first read, when a Status can still be sent.
    if (!response.headersSent) {
      response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-cache, private' });
    }
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (signal.aborted || response.destroyed) break;
  }
  if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.end();
}

function flag(value: string | null): boolean {
  return value === 'true' || value === '1';
}

function whole(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (/^-?\d+$/.test(text) && Number(text) >= 0) return Number(text);
  const problem = /^-\d+$/.test(text) ? 'must be greater than or equal to 0' : 'must be a whole number';
  throw new ApiError(422, 'Invalid', `PodLogOptions "" is invalid: ${name}: Invalid value: ${text}: ${problem}`, {
    kind: 'PodLogOptions',
    causes: [{ reason: 'FieldValueInvalid', message: `Invalid value: ${text}: ${problem}`, field: name }],
  });
}

function secondsSince(time: string | null): number | undefined {
  return time ? Math.max(1, Math.ceil((Date.now() - Date.parse(time)) / 1000)) : undefined;
}
