import type { KindMap } from '../cluster-api.ts';
import { decodeBody } from '../decoding/decode-body.ts';
import { badRequest } from '../objects/api-error.ts';
import { isJsonObject, type JsonObject } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { bindPod } from '../registry/bind-pod.ts';
import type { Registry } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { methodNotAllowed, unknownResource } from './errors.ts';
import { answerEviction } from './eviction.ts';
import { type Exchange, readBody, sendJson } from './exchange.ts';
import { type NodeAgentHolder, noNode } from './node-agent-holder.ts';
import { patchObject } from './patch-request.ts';
import { answerLog } from './pod-log.ts';
import { answerProxy } from './proxy-request.ts';
import { readObject } from './read-object.ts';
import { representationFor } from './representation.ts';
import type { ResourceRequest } from './request-info.ts';
import { answerScale } from './scale.ts';
import type { StreamSubresource } from './streams/answer-stream.ts';
import { answerTokenRequest } from './token-request.ts';
import { writeOptions } from './write-options.ts';

/** Answers a request for a sub-resource. Throws ApiError. */
export async function answerSubresource(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  request: ResourceRequest,
  node: NodeAgentHolder,
): Promise<void> {
  const { subresource = '', name = '', namespace } = request;
  const known = type.subresources.some((item) => item.name === subresource);
  if (!known || (type.namespaced && namespace === undefined)) throw unknownResource();
  const key = { namespace, name };
  switch (subresource) {
    case 'status':
      return answerStatus(exchange, registry, type, key);
    case 'scale':
      return answerScale(exchange, registry, type, key);
    case 'log':
      return answerLog(exchange, registry, type, key, node);
    case 'portforward':
    case 'exec':
    case 'attach':
      return answerPodStream(exchange, registry, type, key, subresource, node);
    case 'proxy':
      return answerProxy(exchange, registry, type, key, request.rest, node);
    case 'binding':
      return answerBinding(exchange, registry, key);
    case 'eviction':
      return answerEviction(exchange, registry, type, key);
    case 'token':
      return answerTokenRequest(exchange, registry, type, key);
    case 'finalize':
      return answerFinalize(exchange, registry, type, key);
    default:
      throw unknownResource();
  }
}

interface Key {
  readonly namespace: string | undefined;
  readonly name: string;
}

async function answerStatus(exchange: Exchange, registry: Registry, type: ResourceType, key: Key): Promise<void> {
  const representation = representationFor(exchange, type);
  const send = (object: KubeObject): void =>
    sendJson(exchange, 200, representation.one(object), representation.contentType);
  if (exchange.method === 'GET') return send(registry.get(type, key));
  if (exchange.method === 'PATCH') {
    return send((await patchObject(exchange, registry, type, key, 'status')).object);
  }
  if (exchange.method !== 'PUT') throw methodNotAllowed();
  const object = await readObject(exchange, type, key.namespace, key.name);
  const { dryRun, manager } = writeOptions(exchange);
  send(registry.update(type, key, () => object, { dryRun, manager, user: exchange.user, subresource: 'status' }));
}

async function answerPodStream(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  key: Key,
  subresource: StreamSubresource,
  { nodeAgent }: NodeAgentHolder,
): Promise<void> {
  const pod = registry.get(type, key) as KindMap['Pod'];
  if (!nodeAgent) throw noNode();
  const { answerStream } = await import('./streams/answer-stream.ts');
  return answerStream(exchange, subresource, pod, nodeAgent);
}

async function answerBinding(exchange: Exchange, registry: Registry, key: Key): Promise<void> {
  const binding = await readPosted(exchange, { group: '', version: 'v1', kind: 'Binding' });
  const target = isJsonObject(binding.target) ? binding.target : {};
  if (typeof target.name !== 'string' || !target.name)
    throw badRequest('Binding "" is invalid: target.name: Required value');
  bindPod(registry, { namespace: key.namespace ?? '', name: key.name }, target.name);
  sendJson(exchange, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

async function answerFinalize(exchange: Exchange, registry: Registry, type: ResourceType, key: Key): Promise<void> {
  if (exchange.method !== 'PUT') throw methodNotAllowed();
  const object = await readObject(exchange, type, undefined, key.name);
  sendJson(exchange, 200, registry.finalizeNamespace(type, key.name, (object.spec as { finalizers?: string[] }) ?? {}));
}

async function readPosted(
  exchange: Exchange,
  kind: { group: string; version: string; kind: string },
): Promise<JsonObject> {
  if (exchange.method !== 'POST') throw methodNotAllowed();
  const contentType = exchange.request.headers['content-type'] ?? '';
  return decodeBody(await readBody(exchange), contentType, kind, 'Warn', exchange.warnings);
}
