import type { V1Service } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';
import { cidrWarnings } from './cidr-warnings.ts';

const hintsKey = 'service.kubernetes.io/topology-aware-hints';

/** Source: kubernetes `pkg/api/service/warnings.go`, 1.34. */
export function serviceWarnings({ metadata, spec = {} }: Wire<V1Service>): string[] {
  const warnings: string[] = [];
  if (metadata?.annotations?.[hintsKey] !== undefined)
    warnings.push(`annotation ${hintsKey} is deprecated, please use service.kubernetes.io/topology-mode instead`);
  if (spec.type === 'ClusterIP' && spec.clusterIP === 'None') {
    const ignored = (name: string) => warnings.push(`spec.${name} is ignored for headless services`);
    if (spec.loadBalancerIP) ignored('loadBalancerIP');
    if (spec.externalIPs?.length) ignored('externalIPs');
    if (spec.sessionAffinity !== 'None') ignored('SessionAffinity');
  }
  for (const [index, range] of (spec.loadBalancerSourceRanges ?? []).entries())
    warnings.push(...cidrWarnings(`spec.loadBalancerSourceRanges[${index}]`, range));
  if (spec.type === 'ExternalName' && spec.externalIPs?.length)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.type !== 'ExternalName' && spec.externalName)
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  return warnings;
}
