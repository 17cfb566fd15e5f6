import { badRequest, invalid } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Registry } from '../registry/registry.ts';
import { isStored, type ResourceType } from '../registry/resource-type.ts';
import { pathSegment } from '../validation/metadata.ts';
import { methodNotAllowed, unknownResource } from './errors.ts';
import { type Exchange, sendJson, sendText } from './exchange.ts';
import { listOptions, versionNumber } from './list-options.ts';
import { listPage, selection } from './list-request.ts';
import type { NodeAgentHolder } from './node-agent-holder.ts';
import { patchObject } from './patch-request.ts';
import { readObject } from './read-object.ts';
import { representationFor } from './representation.ts';
import type { ResourceRequest } from './request-info.ts';
import { answerReview } from './reviews.ts';
import { answerSubresource } from './subresources.ts';
import { serveWatch } from './watch.ts';
import { deleteOptions, writeOptions } from './write-options.ts';

/** Answers a request for a resource. Throws ApiError. */
export async function answerResource(
  exchange: Exchange,
  registry: Registry,
  request: ResourceRequest,
  node: NodeAgentHolder,
): Promise<void> {
  if (!registry.types.list().some(({ group, version }) => group === request.group && version === request.version)) {
    // Of a group that is there only the version is unknown.
    if (registry.types.list().some(({ group }) => group === request.group)) throw unknownResource();
    return sendText(exchange, 404, '404 page not found\n');
  }
  const type = registry.types.find(request.group, request.version, request.plural);
  if (!type || (request.namespace !== undefined && !type.namespaced)) throw unknownResource();
  if (type.namespaced && !isStored(type) && request.namespace === undefined) throw unknownResource();
  if (!isStored(type) && type.kind !== 'Binding') return answerReview(exchange, type, request.namespace);
  if (request.subresource) return answerSubresource(exchange, registry, type, request, node);
  if (type.storage === 'endpoints') exchange.warnings.push(endpointsDeprecation);
  const { namespace, name } = request;
  if (name === undefined) return answerCollection(exchange, registry, type, namespace, request.isWatchPath);
  if (type.namespaced && namespace === undefined) throw unknownResource();
  return answerObject(exchange, registry, type, { namespace, name });
}

/** Source: k8s.io/api/core/v1 `Endpoints.APILifecycleDeprecated`; every answer about them says so. */
const endpointsDeprecation = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

async function answerCollection(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  namespace: string | undefined,
  isWatchPath: boolean,
): Promise<void> {
  const { method, query } = exchange;
  if (method === 'POST') return createObject(exchange, registry, type, namespace);
  if (method === 'DELETE') {
    if (!type.verbs.includes('deletecollection') || (type.namespaced && namespace === undefined))
      throw methodNotAllowed();
    const match = selection(exchange, type);
    const options = await deleteOptions(exchange);
    const { objects, metadata } = listPage(exchange, registry.storage, type, namespace, match, listOptions(query));
    for (const object of objects) registry.delete(type, object.metadata, options);
    sendJson(exchange, 200, representationFor(exchange, type).list(objects, metadata));
    return;
  }
  if (method !== 'GET') throw methodNotAllowed();
  const representation = representationFor(exchange, type);
  const match = selection(exchange, type);
  const options = listOptions(query, isWatchPath);
  if (options.watch) {
    serveWatch(exchange, registry.storage, { type, namespace, match }, options, representation);
    return;
  }
  const { objects, metadata } = listPage(exchange, registry.storage, type, namespace, match, options);
  sendJson(exchange, 200, representation.list(objects, metadata), representation.contentType);
}

async function createObject(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  namespace: string | undefined,
): Promise<void> {
  if (type.namespaced && namespace === undefined) throw methodNotAllowed();
  const object = await readObject(exchange, type, namespace);
  const { dryRun, manager } = writeOptions(exchange);
  const created = registry.create(type, object, { dryRun, manager, warnings: exchange.warnings, user: exchange.user });
  const representation = representationFor(exchange, type);
  sendJson(exchange, 201, representation.one(created), representation.contentType);
}

async function answerObject(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  key: { namespace: string | undefined; name: string },
): Promise<void> {
  const { method, query } = exchange;
  const [fault] = pathSegment(key.name);
  if (fault) throw badRequest(`Name parameter invalid: ${JSON.stringify(key.name)}: ${fault}`);
  const representation = representationFor(exchange, type);
  const send = (code: number, object: KubeObject): void =>
    sendJson(exchange, code, representation.one(object), representation.contentType);
  switch (method) {
    case 'GET':
      versionNumber(query.get('resourceVersion') ?? '');
      return send(200, registry.get(type, key));
    case 'PUT': {
      const object = await readObject(exchange, type, key.namespace, key.name);
      requireVersion(registry, type, key, object);
      const { dryRun, manager } = writeOptions(exchange);
      return send(
        200,
        registry.update(type, key, () => object, { dryRun, manager, warnings: exchange.warnings, user: exchange.user }),
      );
    }
    case 'PATCH': {
      const { object, created } = await patchObject(exchange, registry, type, key, undefined);
      return send(created ? 201 : 200, object);
    }
    case 'DELETE': {
      const { object, gone } = registry.delete(type, key, await deleteOptions(exchange));
      return gone && !returnedWhenDeleted.has(type.storage)
        ? sendJson(exchange, 200, deleted(type, object))
        : send(200, object);
    }
    default:
      throw methodNotAllowed();
  }
}

/** Kinds whose deletion answers with the object. Source: `ReturnDeletedObject` in kubernetes/pkg/registry. */
const returnedWhenDeleted = new Set([
  ...['persistentvolumeclaims', 'persistentvolumes', 'pods', 'podtemplates', 'resourcequotas', 'serviceaccounts'],
  ...['services', 'storageclasses.storage.k8s.io'],
]);

/** Kinds that are not updated blindly. Source: `AllowUnconditionalUpdate` of their strategies in kubernetes/pkg/registry. */
const conditional = new Set(['leases.coordination.k8s.io', 'poddisruptionbudgets.policy']);

function requireVersion(
  registry: Registry,
  type: ResourceType,
  key: { name: string; namespace?: string | undefined },
  object: KubeObject,
): void {
  if (!conditional.has(type.storage) || object.metadata.resourceVersion) return;
  const { name } = registry.get(type, key).metadata;
  // The server names the resource here, not the kind.
  throw invalid({ group: type.group, kind: type.plural }, name, [
    invalidValue('metadata.resourceVersion', 0, 'must be specified for an update'),
  ]);
}

function deleted({ group, plural }: ResourceType, { metadata }: KubeObject): unknown {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: metadata.name, ...(group && { group }), kind: plural, uid: metadata.uid },
  };
}
