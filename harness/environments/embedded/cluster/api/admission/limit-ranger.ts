import type {
  V1Container,
  V1LimitRange,
  V1LimitRangeItem,
  V1PersistentVolumeClaim,
  V1Pod,
} from '@kubernetes/client-node';
import { forbidden } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { quantityNanos } from '../objects/quantity.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import type { Wire } from '../wire.ts';
import { podResources } from './pod-resources.ts';

type Item = Wire<V1LimitRangeItem>;
type Amounts = ReadonlyMap<string, string>;

/** LimitRanger, the defaults: what a pod's containers leave out, the namespace's ranges fill in. */
export function setDefaultResources(storage: ObjectStorage, object: KubeObject): void {
  const pod = object as unknown as Wire<V1Pod>;
  for (const range of rangesOf(storage, object)) {
    const items = range.spec?.limits.filter(({ type }) => type === 'Container') ?? [];
    const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as Record<string, string>;
    const limits = Object.assign({}, ...items.map((item) => defaultOf(item))) as Record<string, string>;
    const told = [
      ...(pod.spec?.containers ?? []).flatMap((container) => fill(container, 'container', requests, limits)),
      ...(pod.spec?.initContainers ?? []).flatMap((container) => fill(container, 'init container', requests, limits)),
    ];
    if (!told.length) continue;
    const annotation = `LimitRanger plugin set: ${told.join('; ')}`;
    object.metadata.annotations = { ...object.metadata.annotations, 'kubernetes.io/limit-ranger': annotation };
  }
}

/** The client's model gives `default`, a word of its language, another name. */
function defaultOf(item: Item): Record<string, string> | undefined {
  return (item as { default?: Record<string, string> }).default;
}

function fill(
  container: Wire<V1Container>,
  noun: string,
  requests: Readonly<Record<string, string>>,
  limits: Readonly<Record<string, string>>,
): string[] {
  const told: string[] = [];
  for (const [kind, defaults] of [
    ['requests', requests],
    ['limits', limits],
  ] as const) {
    const present = container.resources?.[kind] ?? {};
    const missing = Object.keys(defaults).filter((name) => present[name] === undefined);
    if (!missing.length) continue;
    const added = Object.fromEntries(missing.map((name) => [name, defaults[name] ?? '']));
    container.resources = { ...container.resources, [kind]: { ...present, ...added } };
    told.push(`${missing.sort().join(', ')} ${kind.slice(0, -1)} for ${noun} ${container.name}`);
  }
  return told;
}

/** LimitRanger, the bounds. Throws ApiError Forbidden. Source: kubernetes `plugin/pkg/admission/limitranger`. */
export function requireWithinRanges(storage: ObjectStorage, type: ResourceType, object: KubeObject): void {
  for (const range of rangesOf(storage, object)) {
    const problems = (range.spec?.limits ?? []).flatMap((item) =>
      type.kind === 'Pod' ? podProblems(item, object as unknown as Wire<V1Pod>) : claimProblems(item, object),
    );
    const distinct = [...new Set(problems)];
    const [only = '', ...more] = distinct;
    if (only) throw forbidden(type, object.metadata.name, more.length ? `[${distinct.join(', ')}]` : only);
  }
}

function rangesOf(storage: ObjectStorage, { metadata }: KubeObject): Wire<V1LimitRange>[] {
  return storage.list('limitranges', metadata.namespace) as unknown[] as Wire<V1LimitRange>[];
}

function podProblems(item: Item, { spec }: Wire<V1Pod>): string[] {
  if (!spec) return [];
  if (item.type === 'Pod') return problemsOf(item, podResources(spec, 'requests'), podResources(spec, 'limits'));
  if (item.type !== 'Container') return [];
  return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
    problemsOf(item, amounts(resources?.requests), amounts(resources?.limits)),
  );
}

function claimProblems(item: Item, object: KubeObject): string[] {
  if (item.type !== 'PersistentVolumeClaim') return [];
  const requests = amounts((object as unknown as Wire<V1PersistentVolumeClaim>).spec?.resources?.requests);
  return [
    ...Object.entries(item.min ?? {}).flatMap(([name, bound]) => below(item.type, name, bound, requests, new Map())),
    ...Object.entries(item.max ?? {}).flatMap(([name, bound]) => {
      const rule = `maximum ${name} usage per ${item.type} is ${bound}`;
      const asked = requests.get(name);
      if (asked === undefined) return `${rule}. No request is specified`;
      return quantityNanos(asked) > quantityNanos(bound) ? `${rule}, but request is ${asked}` : [];
    }),
  ];
}

function amounts(list: Readonly<Record<string, string>> | undefined): Amounts {
  return new Map(Object.entries(list ?? {}));
}

function problemsOf(item: Item, requests: Amounts, limits: Amounts): string[] {
  const { type } = item;
  return [
    ...Object.entries(item.min ?? {}).flatMap(([name, bound]) => below(type, name, bound, requests, limits)),
    ...Object.entries(item.max ?? {}).flatMap(([name, bound]) => above(type, name, bound, requests, limits)),
    ...Object.entries(item.maxLimitRequestRatio ?? {}).flatMap(([name, bound]) =>
      stretched(type, name, bound, requests.get(name), limits.get(name)),
    ),
  ];
}

function below(type: string, name: string, bound: string, requests: Amounts, limits: Amounts): string[] {
  const rule = `minimum ${name} usage per ${type} is ${bound}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (request === undefined) return [`${rule}. No request is specified`];
  if (quantityNanos(request) < quantityNanos(bound)) return [`${rule}, but request is ${request}`];
  return limit !== undefined && quantityNanos(limit) < quantityNanos(bound) ? [`${rule}, but limit is ${limit}`] : [];
}

function above(type: string, name: string, bound: string, requests: Amounts, limits: Amounts): string[] {
  const rule = `maximum ${name} usage per ${type} is ${bound}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (limit === undefined) return [`${rule}. No limit is specified`];
  if (quantityNanos(limit) > quantityNanos(bound)) return [`${rule}, but limit is ${limit}`];
  return request !== undefined && quantityNanos(request) > quantityNanos(bound)
    ? [`${rule}, but request is ${request}`]
    : [];
}

function stretched(
  type: string,
  name: string,
  bound: string,
  request: string | undefined,
  limit: string | undefined,
): string[] {
  const rule = `${name} max limit to request ratio per ${type} is ${bound}`;
  const [requested, limited] = [quantityNanos(request ?? '0'), quantityNanos(limit ?? '0')];
  if (!requested) return [`${rule}, but no request is specified or request is 0`];
  if (!limited) return [`${rule}, but no limit is specified or limit is 0`];
  const ratio = Number(limited) / Number(requested);
  return ratio > Number(quantityNanos(bound)) / 1e9 ? [`${rule}, but provided ratio is ${ratio.toFixed(6)}`] : [];
}
