import type { ClusterApi } from '../api/cluster-api.ts';
import type { PolicySource } from './create-egress-judge.ts';

/** What NetworkPolicies are judged by, from the embedded API server's own state. */
export function policySource(api: ClusterApi): PolicySource {
  return {
    policies: (namespace) => api.list('NetworkPolicy', namespace),
    pods: () => api.list('Pod'),
    namespaceLabels: (name) => api.get('Namespace', { name })?.metadata?.labels,
  };
}
