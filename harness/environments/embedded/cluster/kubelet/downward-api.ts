import type { KindMap } from '../api/cluster-api.ts';
import { quantityNanos } from '../api/objects/quantity.ts';
import { ContainerConfigError } from './container-config-error.ts';

type Pod = KindMap['Pod'];
type Container = NonNullable<Pod['spec']>['containers'][number];

/** What a pod learns about its node. */
export interface NodeFacts {
  readonly name: string;
  readonly ip: string;
  readonly allocatable: Readonly<Record<string, string>>;
  /** Registries that the node does not get through to. */
  readonly blockedRegistries?: readonly string[];
}

/** Value of a `fieldRef`. Source: the kubelet's `podFieldSelectorRuntimeValue` and `fieldpath.ExtractFieldPathAsString`. */
export function fieldValue(path: string, pod: Pod, podIP: string, node: NodeFacts): string {
  const { metadata = {}, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript) return metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2] ?? ''] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name ?? '';
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid ?? '';
    case 'metadata.labels':
      return formatMap(metadata.labels);
    case 'metadata.annotations':
      return formatMap(metadata.annotations);
    case 'spec.nodeName':
      return node.name;
    case 'spec.serviceAccountName':
      return spec?.serviceAccountName ?? 'default';
    case 'status.hostIP':
    case 'status.hostIPs':
      return node.ip;
    case 'status.podIP':
    case 'status.podIPs':
      return podIP;
    default:
      throw new ContainerConfigError(`unsupported fieldPath: ${path}`);
  }
}

/** Value of a `resourceFieldRef`: rounded up to the divisor; a missing limit is what the node can allocate. */
export function resourceValue(
  { resource, divisor }: { resource: string; divisor?: string },
  container: Container,
  node: NodeFacts,
): string {
  const [list = '', ...rest] = resource.split('.');
  const name = rest.join('.');
  if (list !== 'limits' && list !== 'requests')
    throw new ContainerConfigError(`unsupported container resource : ${resource}`);
  const { limits, requests } = container.resources ?? {};
  const limit = limits?.[name] ?? node.allocatable[name] ?? '0';
  const quantity = list === 'limits' ? limit : (requests?.[name] ?? limits?.[name] ?? '0');
  const unit = quantityNanos(divisor ?? '1') || quantityNanos('1');
  return String((quantityNanos(quantity) + unit - 1n) / unit);
}

/** Lines `key="value"`, sorted, as a downward API file has them. */
function formatMap(map: Readonly<Record<string, string>> = {}): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort()
    .join('\n');
}
