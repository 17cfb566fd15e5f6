import type { KindMap } from '../api/cluster-api.ts';
import { quantityNanos } from '../api/objects/quantity.ts';

type PodSpec = NonNullable<KindMap['Pod']['spec']>;
type Container = PodSpec['containers'][number];
/** Resource name → billionths of its unit, so that sums are exact. */
export type Requests = Readonly<Record<string, bigint>>;

/**
 * What a pod asks of a node: the larger of its containers with their side-cars and each start-up step, plus overhead.
 * Source: `resourcehelper.PodRequests` of kubernetes/component-helpers.
 */
export function podRequests(spec: PodSpec): Requests {
  let sidecars: Requests = {};
  let startUp: Requests = {};
  for (const container of spec.initContainers ?? []) {
    const own = containerRequests(container);
    if (container.restartPolicy === 'Always') {
      sidecars = sum(sidecars, own);
      startUp = largest(startUp, sidecars);
    } else startUp = largest(startUp, sum(sidecars, own));
  }
  const running = spec.containers.map(containerRequests).reduce(sum, sidecars);
  return sum(largest(running, startUp), toNanos(spec.overhead));
}

/** A limit without a request is the request, as API defaulting has it. */
function containerRequests({ resources }: Container): Requests {
  return { ...toNanos(resources?.limits), ...toNanos(resources?.requests) };
}

export function toNanos(quantities: Readonly<Record<string, string>> = {}): Requests {
  return Object.fromEntries(Object.entries(quantities).map(([name, quantity]) => [name, quantityNanos(quantity)]));
}

function sum(left: Requests, right: Requests): Requests {
  return combine(left, right, (a, b) => a + b);
}

function largest(left: Requests, right: Requests): Requests {
  return combine(left, right, (a, b) => (a > b ? a : b));
}

function combine(left: Requests, right: Requests, operation: (a: bigint, b: bigint) => bigint): Requests {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries([...names].map((name) => [name, operation(left[name] ?? 0n, right[name] ?? 0n)]));
}
