import type { V1Pod } from '@kubernetes/client-node';
import { forbidden } from '../objects/api-error.ts';
import { cloneJson, jsonEqual } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { quantityNanos, sumQuantities } from '../objects/quantity.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ServedTypes } from '../registry/served-types.ts';
import type { Change, ObjectStorage } from '../storage/object-storage.ts';
import type { Wire } from '../wire.ts';
import { inScope, type QuotaSpec, quotaUsage } from './quota-usage.ts';

const quotas = 'resourcequotas';

/** ResourceQuota. Throws ApiError Forbidden. Source: apiserver `pkg/admission/plugin/resourcequota/controller.go`. */
export function requireQuota(
  storage: ObjectStorage,
  types: ServedTypes,
  type: ResourceType,
  object: KubeObject,
  current: KubeObject | undefined,
): void {
  const { namespace, name } = object.metadata;
  if (!type.namespaced || namespace === undefined) return;
  const before = current && quotaUsage(type, current);
  const wanted = quotaUsage(type, object);
  const concerned = storage
    .list(quotas, namespace)
    .filter((quota) => inScope((quota.spec ?? {}) as QuotaSpec, type, object));
  for (const quota of current ? [] : concerned) {
    const missing = unstated(type, object, (quota.spec ?? {}) as QuotaSpec);
    if (missing) throw forbidden(type, name, `failed quota: ${quota.metadata.name}: must specify ${missing}`);
  }
  for (const quota of concerned) {
    const spec = (quota.spec ?? {}) as QuotaSpec;
    const limited = Object.entries(spec.hard ?? {}).filter(([resource]) => wanted.has(resource) || type.kind === 'Pod');
    if (!limited.length) continue;
    const used = usedOf(storage, types, namespace, spec, object.metadata.uid);
    const exceeded = limited
      .map(([resource, hard]) => {
        const asked = wanted.get(resource) ?? '0';
        const held = before?.get(resource) ?? '0';
        const taken = sumQuantities([used.get(resource) ?? '0', held]);
        return { resource, hard, asked, taken, grows: quantityNanos(asked) > quantityNanos(held), held };
      })
      .filter(
        ({ hard, asked, taken, grows, held }) =>
          grows && quantityNanos(taken) - quantityNanos(held) + quantityNanos(asked) > quantityNanos(hard),
      )
      .sort((left, right) => (left.resource < right.resource ? -1 : 1));
    if (!exceeded.length) continue;
    const list = (part: 'asked' | 'taken' | 'hard') =>
      exceeded.map((item) => `${item.resource}=${item[part]}`).join(',');
    const message = `exceeded quota: ${quota.metadata.name}, requested: ${list('asked')}, used: ${list('taken')}, limited: ${list('hard')}`;
    throw forbidden(type, name, message);
  }
}

const mustBeStated = new Set([...['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']]);

/** Where a quota limits what containers ask for, each of them has to say how much. */
function unstated(type: ResourceType, object: KubeObject, { hard = {} }: QuotaSpec): string {
  if (type.kind !== 'Pod') return '';
  const { spec } = object as unknown as Wire<V1Pod>;
  // What stands at the pod counts for all of them.
  if (spec?.resources?.requests || spec?.resources?.limits) return '';
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const missing = Object.keys(hard)
    .filter((resource) => mustBeStated.has(resource))
    .sort()
    .flatMap((resource) => {
      const [kind = '', name] = resource.includes('.') ? resource.split('.') : ['requests', resource];
      const lacking = containers.filter(
        ({ resources }) => resources?.[kind as 'requests' | 'limits']?.[name ?? ''] === undefined,
      );
      const names = lacking.map((container) => container.name).sort();
      return names.length ? [`${resource} for: ${names.join(',')}`] : [];
    });
  return missing.join('; ');
}

function usedOf(
  storage: ObjectStorage,
  types: ServedTypes,
  namespace: string,
  spec: QuotaSpec,
  except?: string,
): Map<string, string> {
  const amounts = new Map(Object.keys(spec.hard ?? {}).map((resource) => [resource, ['0']]));
  for (const [name, type] of types.stored()) {
    if (!type.namespaced) continue;
    for (const object of storage.list(name, namespace)) {
      if (object.metadata.uid === except || !inScope(spec, type, object)) continue;
      for (const [resource, amount] of quotaUsage(type, object)) amounts.get(resource)?.push(amount);
    }
  }
  return new Map([...amounts].map(([resource, list]) => [resource, sumQuantities(list)]));
}

/** Keeps the `status` of quotas, as kube-controller-manager's resourcequota controller does, at every change. */
export function keepQuotaStatus(storage: ObjectStorage, types: ServedTypes): (change: Change) => void {
  const pending = new Set<string>();
  const recount = (namespace: string): void => {
    pending.delete(namespace);
    for (const quota of storage.list(quotas, namespace)) {
      const spec = (quota.spec ?? {}) as QuotaSpec;
      const used = Object.fromEntries(usedOf(storage, types, namespace, spec));
      const status = spec.hard && Object.keys(spec.hard).length ? { hard: cloneJson(spec.hard), used } : {};
      if (!jsonEqual(status, quota.status)) storage.put(quotas, { ...cloneJson(quota), status });
    }
  };
  return ({ object }) => {
    const { namespace } = object.metadata;
    if (namespace === undefined || pending.has(namespace) || !storage.list(quotas, namespace).length) return;
    pending.add(namespace);
    queueMicrotask(() => recount(namespace));
  };
}
