import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';
import type { KindNode } from './kind-cluster.ts';

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
    readonly status: { readonly allocatable: { readonly cpu: string; readonly memory: string } };
  }[];
}

const controlPlaneLabel = 'node-role.kubernetes.io/control-plane';

/** The nodes of a cluster with what they really offer. */
export async function readNodes(requests: ClusterRequests): Promise<KindNode[]> {
  const { items } = await requests.get<NodeList>('/api/v1/nodes');
  return items.map(({ metadata: { name, labels = {} }, status: { allocatable } }) => ({
    name,
    role: controlPlaneLabel in labels ? 'control-plane' : 'worker',
    allocatable: { cpu: millicores(allocatable.cpu), memory: bytes(allocatable.memory) },
  }));
}

/** Of a quantity as the kubelet writes it: `2`, `1930m`. */
export function millicores(quantity: string): number {
  return quantity.endsWith('m') ? Number.parseInt(quantity, 10) : Number(quantity) * 1000;
}

const units: Readonly<Record<string, number>> = { '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** Of a quantity as the kubelet writes it: `24115264Ki`. */
export function bytes(quantity: string): number {
  const [, amount = '', unit = ''] = /^(\d+)(\w*)$/.exec(quantity) ?? [];
  return Number(amount) * (units[unit] ?? Number.NaN);
}
