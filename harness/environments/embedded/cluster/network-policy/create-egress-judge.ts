import type { ClusterApi, KindMap } from '../api/cluster-api.ts';
import { labelSelectorMatches } from '../api/objects/label-selector.ts';
import { clusterDns } from '../network/cluster-dns.ts';
import type { EgressJudge, EgressTarget } from '../network/egress-judge.ts';
import { allowsEgress, type PolicyTarget } from './allows-egress.ts';

type Policy = KindMap['NetworkPolicy'];
type Pod = KindMap['Pod'];

/**
 * Judges by the NetworkPolicies of the sender's namespace as they stand now: a pod that no egress policy selects may send
 * anywhere, another one where any rule of any of them allows. Pods on the host network are nobody's to select.
 */
export function createEgressJudge(api: ClusterApi): EgressJudge {
  return ({ namespace, name }, to) => {
    const policies = api.list('NetworkPolicy', namespace).filter(limitsEgress);
    if (policies.length === 0) return undefined;
    const sender = api.get('Pod', { namespace, name });
    if (!sender || sender.spec?.hostNetwork || sender.status?.podIP === to.ip) return undefined;
    const selecting = policies.filter(({ spec }) =>
      labelSelectorMatches(spec?.podSelector ?? {}, sender.metadata?.labels),
    );
    if (selecting.length === 0) return undefined;
    const target = policyTarget(api, to);
    const isAllowed = selecting.some(({ spec }) =>
      (spec?.egress ?? []).some((rule) => allowsEgress(rule, namespace, target)),
    );
    return isAllowed ? undefined : selecting.map(({ metadata }) => metadata?.name ?? '');
  };
}

function limitsEgress({ spec }: Policy): boolean {
  return spec?.policyTypes?.includes('Egress') ?? (spec?.egress?.length ?? 0) > 0;
}

function policyTarget(api: ClusterApi, to: EgressTarget): PolicyTarget {
  if (to.ip === clusterDns.ip) return { ...to, pod: dnsPod(api) };
  const pod = api.list('Pod').find(({ spec, status }) => status?.podIP === to.ip && !spec?.hostNetwork);
  if (!pod) return { ...to, pod: undefined };
  const { namespace = '', labels = {} } = pod.metadata ?? {};
  return {
    ...to,
    pod: { namespace, labels, namespaceLabels: namespaceLabels(api, namespace), ports: namedPorts(pod) },
  };
}

function dnsPod(api: ClusterApi): NonNullable<PolicyTarget['pod']> {
  const { namespace, labels, ports } = clusterDns;
  return { namespace, labels, namespaceLabels: namespaceLabels(api, namespace), ports };
}

function namespaceLabels(api: ClusterApi, name: string): Readonly<Record<string, string>> {
  return api.get('Namespace', { name })?.metadata?.labels ?? {};
}

function namedPorts(pod: Pod): ReadonlyMap<string, number> {
  const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return new Map(ports.flatMap(({ name, containerPort }) => (name === undefined ? [] : [[name, containerPort]])));
}
