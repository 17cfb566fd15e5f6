import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { parseQuantity, type Quantity } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';

type Sums = Map<string, bigint>;

/**
 * What a pod's containers take together: all that run at once, or an init container that takes more alone, beside the
 * sidecars before it. Source: k8s.io/component-helpers `resource.AggregateContainerRequests`, 0.34.
 */
export function aggregateResources(spec: Wire<V1PodSpec>, kind: 'requests' | 'limits'): Map<string, Quantity> {
  const of = (container: Wire<V1Container>): Sums =>
    new Map(
      Object.entries(container.resources?.[kind] ?? {}).map(([name, text]) => [name, parseQuantity(text)?.nanos ?? 0n]),
    );
  const total: Sums = new Map();
  for (const container of spec.containers ?? []) add(total, of(container));
  const sidecars: Sums = new Map();
  const peak: Sums = new Map();
  for (const container of spec.initContainers ?? []) {
    let alone = of(container);
    if (container.restartPolicy === 'Always') {
      add(total, alone);
      add(sidecars, alone);
      alone = sidecars;
    } else add(alone, sidecars);
    raise(peak, alone);
  }
  raise(total, peak);
  return new Map([...total].map(([name, nanos]) => [name, quantityOf(nanos, spec, kind, name)]));
}

function add(target: Sums, other: Sums): void {
  for (const [name, nanos] of other) target.set(name, (target.get(name) ?? 0n) + nanos);
}

function raise(target: Sums, other: Sums): void {
  for (const [name, nanos] of other) if (nanos > (target.get(name) ?? -1n)) target.set(name, nanos);
}

/** A sum is written as its first addend is: in powers of two or of ten. */
function quantityOf(nanos: bigint, spec: Wire<V1PodSpec>, kind: 'requests' | 'limits', name: string): Quantity {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const first = all.map(({ resources }) => resources?.[kind]?.[name]).find((text) => text !== undefined);
  const binary = /i$/.test(first ?? '');
  const whole = nanos % 1_000_000_000n === 0n;
  const text = whole && binary ? `${nanos / 1_048_576_000_000_000n}Mi` : `${nanos}n`;
  const quantity = parseQuantity(text);
  return quantity?.nanos === nanos ? quantity : (parseQuantity(`${nanos}n`) ?? { nanos, canonical: String(nanos) });
}
