import { podResources } from '../../environments/embedded/cluster/api/admission/pod-resources.ts';
import { quantityNanos } from '../../environments/embedded/cluster/api/objects/quantity.ts';
import type { Node, Pod } from '../../kubernetes/cluster-client.ts';
import { isPassingTaint } from '../../kubernetes/passing-taint.ts';
import type { ResourceScale } from '../../manifests/overlay/scale-requests.ts';

type Resource = keyof ResourceScale;
type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];

/** Pods that have ended hold nothing. */
const ended = new Set(['Succeeded', 'Failed']);

/**
 * What the smallest node that takes ordinary pods, now or once it is up, has left beside what runs there already, against what a
 * declared node has. Undefined where no node takes one, which the scheduler then says better.
 */
export function freeResources(
  declared: Readonly<Record<Resource, string>>,
  nodes: readonly Node[],
  pods: readonly Pod[],
): ResourceScale | undefined {
  const keepsOff = ({ key, effect }: Taint) => effect !== 'PreferNoSchedule' && !isPassingTaint(key);
  const takers = nodes.filter(({ spec }) => !spec?.unschedulable && !spec?.taints?.some(keepsOff));
  if (takers.length === 0) return undefined;
  const least = (name: Resource) => {
    const free = takers.map((node) => freeOn(node, name, pods));
    return free.reduce((one, other) => (other < one ? other : one));
  };
  return {
    cpu: { declared: declared.cpu, real: `${least('cpu') / 1_000_000n}m` },
    memory: { declared: declared.memory, real: `${least('memory') / (1024n * 1_000_000_000n)}Ki` },
  };
}

/** In units of 1e-9. */
function freeOn(node: Node, name: Resource, pods: readonly Pod[]): bigint {
  const all = quantityNanos(node.status?.allocatable?.[name] ?? '0');
  const used = pods
    .filter(({ spec, status }) => spec?.nodeName === node.metadata?.name && !ended.has(status?.phase ?? ''))
    .map(({ spec }) => (spec === undefined ? 0n : quantityNanos(podResources(spec, 'requests').get(name) ?? '0')));
  return used.reduce((left, amount) => left - amount, all);
}
