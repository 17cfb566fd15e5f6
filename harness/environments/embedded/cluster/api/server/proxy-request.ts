import { request as httpRequest } from 'node:http';
import type { KindMap } from '../cluster-api.ts';
import { ApiError, badRequest } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Registry } from '../registry/registry.ts';
import { type ResourceType, resourceTypeOfKind } from '../registry/resource-type.ts';
import { unknownResource } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { type NodeAgentHolder, noNode } from './node-agent-holder.ts';

interface Key {
  readonly namespace: string | undefined;
  readonly name: string;
}

/** `pods/NAME:PORT/proxy/PATH` and the same of a Service, whose first ready endpoint answers. HTTP only. */
export async function answerProxy(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  { namespace = '', name: target }: Key,
  rest: string,
  { nodeAgent }: NodeAgentHolder,
): Promise<void> {
  const parts = target.split(':');
  const [scheme, name = '', wantedPort] = parts.length === 3 ? parts : ['http', ...parts];
  if (scheme !== 'http' && scheme !== '')
    throw badRequest(`the embedded cluster proxies plain HTTP only, not ${scheme}`);
  if (!nodeAgent) throw noNode();
  const object = registry.get(type, { namespace, name });
  const place =
    type.kind === 'Service'
      ? endpointOf(registry, object, wantedPort)
      : type.kind === 'Pod'
        ? podPort(object as KindMap['Pod'], wantedPort)
        : undefined;
  if (!place) throw unknownResource();
  const port = nodeAgent.port({ namespace, name: place.pod }, place.port);
  if (port === undefined) {
    const message = `error trying to reach service: dial tcp: connect to ${place.pod}:${place.port}: connection refused`;
    throw new ApiError(503, 'ServiceUnavailable', message);
  }
  await forward(exchange, port, rest || '/');
}

function podPort(pod: KindMap['Pod'], wanted: string | undefined): { pod: string; port: number } {
  const name = pod.metadata?.name ?? '';
  const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const named = ports.find((port) => port.name === wanted)?.containerPort;
  const port = wanted ? (named ?? Number(wanted)) : (ports[0]?.containerPort ?? 80);
  if (!Number.isInteger(port)) throw badRequest(`pod "${name}" has no port named ${wanted ?? ''}`);
  return { pod: name, port };
}

function endpointOf(
  registry: Registry,
  service: KubeObject,
  wanted: string | undefined,
): { pod: string; port: number } {
  const { name, namespace = '' } = service.metadata;
  const ports = (service.spec as { ports?: { name?: string; port: number }[] }).ports ?? [];
  const chosen = wanted ? ports.find((port) => port.name === wanted || String(port.port) === wanted) : ports[0];
  const storage = resourceTypeOfKind('EndpointSlice')?.storage ?? '';
  for (const slice of registry.storage.list(storage, namespace)) {
    if (slice.metadata.labels?.['kubernetes.io/service-name'] !== name) continue;
    const { endpoints = [], ports: targets = [] } = slice as unknown as {
      endpoints?: { conditions?: { ready?: boolean }; targetRef?: { name?: string } }[];
      ports?: { name?: string; port?: number }[];
    };
    const pod = endpoints.find(({ conditions }) => conditions?.ready !== false)?.targetRef?.name;
    const port = targets.find((target) => (target.name ?? '') === (chosen?.name ?? ''))?.port;
    if (pod && port !== undefined) return { pod, port };
  }
  throw new ApiError(503, 'ServiceUnavailable', `no endpoints available for service "${name}"`);
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'authorization',
]);

async function forward({ request, response, signal }: Exchange, port: number, path: string): Promise<void> {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !hopByHop.has(name)));
  const call = httpRequest({
    host: '127.0.0.1',
    port,
    path: path + (/\?.*/s.exec(request.url ?? '')?.[0] ?? ''),
    method: request.method,
    headers,
    signal,
  });
  request.pipe(call);
  await new Promise<void>((resolve, reject) => {
    call.on('error', (error) => {
      if (response.headersSent || signal.aborted) return resolve(void response.destroy());
      reject(new ApiError(503, 'ServiceUnavailable', `error trying to reach service: ${error.message}`));
    });
    call.on('response', (answer) => {
      const kept = Object.entries(answer.headers).filter(([name]) => !hopByHop.has(name));
      response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
      answer.pipe(response);
      answer.on('close', resolve);
    });
  });
}
