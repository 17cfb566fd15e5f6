import { ApiError, badRequest } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import type { Exchange } from './exchange.ts';
import { fieldSelector, labelSelector, type Match } from './selectors.ts';

/** What `labelSelector` and `fieldSelector` of a request leave. */
export function selection({ query }: Exchange, type: ResourceType, name: string | undefined): Match {
  const labels = labelSelector(query.get('labelSelector') ?? '');
  const fields = fieldSelector(type, query.get('fieldSelector') ?? '');
  return (object) => (name === undefined || object.metadata.name === name) && labels(object) && fields(object);
}

export interface ListPage {
  readonly objects: readonly KubeObject[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** One page of a list. Throws ApiError for a version that is yet to come and for a token that is not ours. */
export function listPage(
  { query }: Exchange,
  storage: ObjectStorage,
  type: ResourceType,
  namespace: string | undefined,
  match: Match,
): ListPage {
  const asked = query.get('resourceVersion') ?? '';
  if (asked && !/^\d+$/.test(asked)) throw badRequest(`Invalid value: "${asked}": invalid resource version`);
  if (Number(asked) > storage.revision) {
    throw new ApiError(504, 'Timeout', `Too large resource version: ${asked}, current: ${storage.revision}`, {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    });
  }
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue');
  const start = token ? readToken(token) : undefined;
  const all = storage.list(type.storage, namespace).filter(match);
  const rest = start ? all.filter((object) => keyOf(object) > start.after) : all;
  const objects = limit > 0 ? rest.slice(0, limit) : rest;
  const last = objects.at(-1);
  const resourceVersion = start?.revision ?? String(storage.revision);
  if (!last || objects.length === rest.length) return { objects, metadata: { resourceVersion } };
  const selecting = query.has('labelSelector') || query.has('fieldSelector');
  return {
    objects,
    metadata: {
      resourceVersion,
      continue: Buffer.from(JSON.stringify({ revision: resourceVersion, after: keyOf(last) })).toString('base64url'),
      ...(!selecting && { remainingItemCount: rest.length - objects.length }),
    },
  };
}

function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function readToken(token: string): { readonly revision: string; readonly after: string } {
  try {
    const { revision, after } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Record<string, unknown>;
    if (typeof revision === 'string' && typeof after === 'string') return { revision, after };
  } catch {
    // Answered below, as any other token that is not ours.
  }
  throw badRequest(`continue key is not valid: ${JSON.stringify(token)}`);
}
