import { readCustomScale, type ScaleView, writeCustomReplicas } from '../custom-resources/custom-scale.ts';
import { decode, decodeBody } from '../decoding/decode-body.ts';
import { parseJson } from '../decoding/parse-json.ts';
import { badRequest, invalid } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import { cloneJson, isJsonObject, type Json } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { schemaOfKind } from '../openapi/schema.ts';
import { type JsonPatchOperation, jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import type { Registry } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { methodNotAllowed } from './errors.ts';
import { type Exchange, readBody, sendJson } from './exchange.ts';
import { writeOptions } from './write-options.ts';

const scaleKind = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

interface Scalable {
  readonly spec?: { replicas?: number; selector?: { matchLabels?: Record<string, string> } };
  readonly status?: { replicas?: number };
}

/** The `scale` sub-resource: an `autoscaling/v1` view of the number of replicas. */
export async function answerScale(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  key: { namespace: string | undefined; name: string },
): Promise<void> {
  const current = scaleOf(type, registry.get(type, key));
  if (exchange.method === 'GET') return sendJson(exchange, 200, current);
  const { dryRun, manager, validation } = writeOptions(exchange);
  const body = await readBody(exchange);
  let wanted: Json;
  if (exchange.method === 'PUT') {
    const contentType = exchange.request.headers['content-type'] ?? '';
    wanted = await decodeBody(body, contentType, scaleKind, validation, exchange.warnings);
  } else if (exchange.method === 'PATCH') {
    wanted = patched(exchange, current, body.toString('utf8'));
  } else {
    throw methodNotAllowed();
  }
  const { spec, metadata } = wanted as {
    spec?: { replicas?: number };
    metadata?: { name?: string; resourceVersion?: string };
  };
  if (metadata?.name !== key.name) {
    throw badRequest(
      `the name of the object (${metadata?.name ?? ''}) does not match the name on the URL (${key.name})`,
    );
  }
  const replicas = spec?.replicas ?? 0;
  if (replicas < 0) {
    const detail = 'must be greater than or equal to 0';
    throw invalid(scaleKind, key.name, [invalidValue('spec.replicas', replicas, detail)]);
  }
  const change = (copy: KubeObject): KubeObject => {
    if (type.custom?.scale) writeCustomReplicas(type.custom.scale, copy, replicas);
    else copy.spec = { ...(copy.spec as object), replicas };
    if (exchange.method === 'PUT' && metadata?.resourceVersion)
      copy.metadata.resourceVersion = metadata.resourceVersion;
    return copy;
  };
  const updated = registry.update(type, key, change, { dryRun, manager, subresource: 'scale' });
  sendJson(exchange, 200, scaleOf(type, updated));
}

function patched(exchange: Exchange, current: Json, body: string): Json {
  const { value, duplicates } = parseJson(body);
  const schema = schemaOfKind('autoscaling', 'v1', 'Scale');
  const mediaType = exchange.request.headers['content-type'] ?? '';
  if (!schema) throw badRequest('the server has no schema of Scale');
  const next = mediaType.includes('json-patch')
    ? jsonPatch(current, value as unknown as JsonPatchOperation[])
    : mergePatch(current, isJsonObject(value) ? value : {});
  return decode(schema, { value: next, duplicates }, 'Warn', exchange.warnings, 'Scale');
}

function scaleOf({ custom }: ResourceType, object: KubeObject): Json {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { replicas, statusReplicas, selector } = custom?.scale
    ? readCustomScale(custom.scale, object)
    : readScale(object as Scalable);
  return cloneJson({
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas },
    status: { replicas: statusReplicas, selector },
  }) as unknown as Json;
}

function readScale({ spec, status }: Scalable): ScaleView {
  const labels = Object.entries(spec?.selector?.matchLabels ?? {}).sort();
  const selector = labels.map(([label, value]) => `${label}=${value}`).join(',');
  return { replicas: spec?.replicas ?? 0, statusReplicas: status?.replicas ?? 0, selector };
}
