import type { V1PodSpec, V1ResourceRequirements } from '@kubernetes/client-node';
import { parseQuantity } from '../../environments/embedded/cluster/api/objects/quantity.ts';
import { podContainers } from './pod-containers.ts';

/** What a node offers to pods: as the manifests' author counts on it, and as it is. Quantities, for example `4` or `16Gi`. */
export type ResourceScale = Readonly<Record<'cpu' | 'memory', { readonly declared: string; readonly real: string }>>;

type Amounts = Record<string, string>;
type Resource = keyof ResourceScale;

/** The finest amounts that the API keeps of each, in units of 1e-9, and how they are written. */
const units: Readonly<Record<Resource, { readonly nanos: bigint; readonly suffix: string }>> = {
  cpu: { nanos: 1_000_000n, suffix: 'm' },
  memory: { nanos: 1024n * 1_000_000_000n, suffix: 'Ki' },
};

/**
 * Scales requests from the declared node to the real one: what fits there together fits here together, and what is more
 * than the whole of it is so here. Requests alone decide where a pod can go. Limits stay: a program needs the memory that it
 * needs, and would be killed under a scaled limit for a reason that the manifest does not hold. Two things follow:
 *
 * - A limit without a request is the request (the API server's own rule), so the scaled request is written out.
 * - On a real node larger than the declared one a scaled request may pass its limit, which then grows to it.
 *
 * Amounts are rounded in favour of fitting, by less than 1m and 1Ki for each request. Requests that the API server refuses
 * (no quantity, more than the limit) are left for it to refuse; so are resources other than CPU and memory.
 */
export function scaleRequests(spec: V1PodSpec, scale: ResourceScale): void {
  const pod = (spec as { resources?: V1ResourceRequirements }).resources;
  for (const resources of [pod, ...podContainers(spec).map((container) => container.resources)]) {
    if (typeof resources !== 'object' || resources === null) continue;
    for (const name of ['cpu', 'memory'] as const) scaleOne(resources, name, scale);
  }
}

function scaleOne(resources: V1ResourceRequirements, name: Resource, scale: ResourceScale): void {
  const limit = nanosOf(resources.limits, name);
  const request = nanosOf(resources.requests, name) ?? limit;
  if (request === undefined || request === 'malformed' || limit === 'malformed') return;
  if (limit !== undefined && request > limit) return;
  const scaled = scaledAmount(request, name, scale);
  if (scaled * units[name].nanos === request) return;
  resources.requests = { ...resources.requests, [name]: format(scaled, name) };
  if (limit !== undefined && scaled * units[name].nanos > limit)
    resources.limits = { ...resources.limits, [name]: format(scaled, name) };
}

/** In units of the resource. */
function scaledAmount(request: bigint, name: Resource, { [name]: { declared, real } }: ResourceScale): bigint {
  const [from, to] = [amount(declared), amount(real)];
  const { nanos } = units[name];
  const scaled = (request * to) / from / nanos;
  if (request <= from) return scaled;
  const first = to / nanos + 1n;
  return scaled > first ? scaled : first;
}

function nanosOf(list: unknown, name: string): bigint | 'malformed' | undefined {
  if (list === undefined || list === null) return undefined;
  if (typeof list !== 'object') return 'malformed';
  const text = (list as Amounts)[name];
  if (text === undefined) return undefined;
  const nanos = parseQuantity(text)?.nanos;
  return nanos === undefined || nanos < 0n ? 'malformed' : nanos;
}

/** Throws for text that is no quantity: a size of a node is the harness's own. */
function amount(text: string): bigint {
  const nanos = parseQuantity(text)?.nanos;
  if (nanos === undefined || nanos <= 0n) throw new TypeError(`"${text}" is no amount that a node can have.`);
  return nanos;
}

function format(value: bigint, name: Resource): string {
  return `${value}${units[name].suffix}`;
}
