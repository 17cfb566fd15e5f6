import { unsupportedMediaType } from '../decoding/decode-body.ts';
import { ApiError, badRequest } from '../objects/api-error.ts';
import type { JsonObject } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { schemaOfKind } from '../openapi/schema.ts';
import { toCoreApi, toEventsApi } from '../registry/convert-event.ts';
import type { Registry } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { applyObject } from './apply-request.ts';
import { decodePatched } from './decode-patched.ts';
import { dedupeOwners } from './dedupe-owners.ts';
import { type Exchange, readBody } from './exchange.ts';
import { applyPatchTo, parsePatch } from './patch-document.ts';
import { patchTypes as types } from './patch-types.ts';
import { writeOptions } from './write-options.ts';

/** Patches a stored object; server-side apply may create it. Returns what is stored, and whether it is new. */
export async function patchObject(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  key: { namespace?: string | undefined; name: string },
  subresource: 'status' | undefined,
): Promise<{ object: KubeObject; created: boolean }> {
  const mediaType = (exchange.request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const options = writeOptions(exchange);
  const body = (await readBody(exchange)).toString('utf8');
  const schema = type.custom?.structure ?? schemaOfKind(type.group, type.version, type.kind);
  if (!schema) throw unsupportedMediaType(Object.values(types));
  const context = {
    dryRun: options.dryRun,
    manager: options.manager,
    warnings: exchange.warnings,
    user: exchange.user,
    isPatch: true,
    ...(subresource && { subresource }),
  };
  if (mediaType === types.apply) return applyObject(registry, type, key, schema, body, { ...options, context });
  if (type.custom && mediaType === types.strategic) throw unsupportedMediaType([types.json, types.merge, types.apply]);
  if (!isPatchType(mediaType)) throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  const patch = parsePatch(body, mediaType);
  const object = registry.update(
    type,
    key,
    (current) => {
      const before = (type.group === 'events.k8s.io' ? toEventsApi(current) : current) as unknown as JsonObject;
      const after = applyPatchTo(schema, before, patch, mediaType);
      const decoded = decodePatched(
        type,
        schema,
        after,
        patch,
        mediaType === types.strategic,
        options.validation,
        exchange.warnings,
      );
      const next = { ...decoded, apiVersion: before.apiVersion, kind: type.kind } as unknown as KubeObject;
      if (key.namespace && next.metadata?.namespace && next.metadata.namespace !== key.namespace)
        throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
      if (!next.metadata?.name)
        throw badRequest(`the name of the object (${key.name} based on URL) was undeterminable: name must be provided`);
      if (next.metadata.name !== key.name) {
        throw badRequest(
          `the name of the object (${next.metadata?.name ?? ''}) does not match the name on the URL (${key.name})`,
        );
      }
      dedupeOwners(next, exchange.warnings, ' after mutating admission happens');
      return type.group === 'events.k8s.io' ? toCoreApi(next) : next;
    },
    context,
  );
  return { object, created: false };
}

function isPatchType(mediaType: string): boolean {
  return Object.values(types).includes(mediaType);
}
