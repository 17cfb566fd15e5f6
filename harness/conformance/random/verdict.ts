import { isJsonObject, type Json, type JsonObject } from '../../environments/embedded/cluster/api/objects/json.ts';
import { type Endpoint, httpsCall } from '../../environments/embedded/cluster/api/testing/https-call.ts';
import type { RandomRequest } from './random-request.ts';

/** What a server says to a manifest, without what differs between two servers that agree. */
export interface Verdict {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  /** `field: reason: message`, sorted. */
  readonly causes?: readonly string[];
  /** The object after defaulting. */
  readonly object?: Json;
  readonly warnings: readonly string[];
}

export async function askVerdict(endpoint: Endpoint, request: RandomRequest): Promise<Verdict> {
  const { method, path, contentType, body: content } = request;
  const headers = { 'Content-Type': contentType };
  const answer = await httpsCall(endpoint, path, { method, headers, body: content }).catch(() => undefined);
  if (!answer) return { status: 0, message: 'the connection was broken', warnings: [] };
  const body = parsed(answer.text);
  const warnings = [answer.headers.warning ?? []].flat().map(neutral).sort();
  if (answer.status < 400) return { status: answer.status, object: comparable(body), warnings };
  const details = isJsonObject(body.details) ? body.details : {};
  // A name that the server has made up.
  const name = request.body.includes('generateName') ? String(details.name) : undefined;
  const plain = (text: string): string => neutral(name ? text.replaceAll(name, 'generated') : text);
  const causes = (Array.isArray(details.causes) ? (details.causes as JsonObject[]) : []).map(
    ({ field, reason, message }) => plain(`${String(field)}: ${String(reason)}: ${String(message)}`),
  );
  return {
    status: answer.status,
    reason: body.reason as string | undefined,
    // The server walks through maps in any order.
    message: new Set(causes).size > 1 ? undefined : plain(String(body.message)),
    causes: [...new Set(causes)].sort(),
    warnings,
  };
}

function parsed(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return { message: text.trim() };
  }
}

const identity = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A patched object is quoted in an order of the server's own, and a forbidden update with a comparison of Go's. */
function neutral(text: string): string {
  return (
    text
      .replace(identity, 'UID')
      .replace(/(patch: (?:FieldValueInvalid: )?Invalid value: )"(?:\{|map\[).*[}\]]": /s, '$1…: ')
      // Structures are printed as Go has them inside.
      .replace(/(Invalid|Unsupported|Duplicate) value: [{[].*[}\]](?=: |$)/s, '$1 value: {…}')
      .replace('Invalid value: null: `selector`', 'Invalid value: {…}: `selector`')
      .replace(/\n.*$/s, '')
  );
}

function conditionsOf({ status }: JsonObject): JsonObject[] {
  return isJsonObject(status) && Array.isArray(status.conditions) ? status.conditions.filter(isJsonObject) : [];
}

/** Without identity, times and owners of fields, and without what the lab's switched-off ServiceAccount admission gives. */
function comparable(body: JsonObject): Json {
  const { metadata } = body;
  if (isJsonObject(metadata)) {
    for (const field of ['uid', 'creationTimestamp', 'resourceVersion', 'managedFields']) delete metadata[field];
    if (isJsonObject(body.status)) delete body.status.lastPhaseTransitionTime;
    for (const condition of conditionsOf(body)) delete condition.lastTransitionTime;
  }
  const { spec } = body;
  // Counted by a controller from the namespace's objects.
  if (body.kind === 'ResourceQuota') delete body.status;
  if (body.kind === 'Pod' && isJsonObject(spec)) dropServiceAccount(spec);
  if (body.kind === 'Service' && isJsonObject(spec)) dropAllocated(spec);
  const text = neutral(JSON.stringify(body));
  const generated = isJsonObject(metadata) && metadata.generateName ? String(metadata.name) : undefined;
  return JSON.parse(generated === undefined ? text : text.replaceAll(generated, 'generated')) as Json;
}

function dropServiceAccount(spec: JsonObject): void {
  delete spec.serviceAccount;
  delete spec.serviceAccountName;
  const isToken = (item: Json): boolean => isJsonObject(item) && String(item.name).startsWith('kube-api-access-');
  const without = (holder: JsonObject, field: string): void => {
    const list = holder[field];
    if (!Array.isArray(list)) return;
    const kept = list.filter((item) => !isToken(item));
    if (kept.length) holder[field] = kept;
    else delete holder[field];
  };
  without(spec, 'volumes');
  for (const containers of [spec.containers, spec.initContainers]) {
    if (Array.isArray(containers)) for (const container of containers) without(container as JsonObject, 'volumeMounts');
  }
}

/** Addresses and ports that a server chooses. */
function dropAllocated(spec: JsonObject): void {
  if (spec.clusterIP !== 'None') {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  for (const port of Array.isArray(spec.ports) ? (spec.ports as JsonObject[]) : []) delete port.nodePort;
  delete spec.healthCheckNodePort;
}
