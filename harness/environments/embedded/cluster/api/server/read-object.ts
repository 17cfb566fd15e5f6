import { decodeBody } from '../decoding/decode-body.ts';
import { badRequest } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { toCoreApi } from '../registry/convert-event.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { dedupeOwners } from './dedupe-owners.ts';
import { type Exchange, readBody } from './exchange.ts';
import { writeOptions } from './write-options.ts';

/** Reads, decodes and places an object. Throws ApiError. */
export async function readObject(
  exchange: Exchange,
  type: ResourceType,
  namespace: string | undefined,
  name?: string,
): Promise<KubeObject> {
  const { validation } = writeOptions(exchange);
  const body = await readBody(exchange);
  const contentType = exchange.request.headers['content-type'] ?? '';
  const decoded = await decodeBody(body, contentType, type, validation, exchange.warnings);
  const object = { ...decoded, metadata: decoded.metadata ?? {} } as unknown as KubeObject;
  const { metadata } = object;
  if (namespace !== undefined) {
    if (metadata.namespace && metadata.namespace !== namespace) {
      throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
    }
    metadata.namespace = namespace;
  } else {
    delete metadata.namespace;
  }
  if (name !== undefined) {
    if (metadata.name && metadata.name !== name) {
      throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
    }
    if (!metadata.name)
      throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  dedupeOwners(object, exchange.warnings);
  return type.group === 'events.k8s.io' ? toCoreApi(object) : object;
}
