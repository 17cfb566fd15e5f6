import type { V1Container, V1NetworkPolicySpec } from '@kubernetes/client-node';
import { labelSelectorMatches } from '../api/objects/label-selector.ts';
import { clusterDns } from '../network/cluster-dns.ts';
import type { EgressJudge, EgressTarget } from '../network/egress-judge.ts';
import { allowsEgress, type PolicyTarget } from './allows-egress.ts';

interface Named {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

interface Policy extends Named {
  readonly spec?: V1NetworkPolicySpec;
}

interface Pod extends Named {
  readonly spec?: { readonly hostNetwork?: boolean; readonly containers: readonly Pick<V1Container, 'ports'>[] };
  readonly status?: { readonly podIP?: string };
}

/** What a judgement asks of a cluster, as it is now. */
export interface PolicySource {
  policies(namespace: string): readonly Policy[];
  pods(): readonly Pod[];
  namespaceLabels(name: string): Readonly<Record<string, string>> | undefined;
}

/**
 * Judges by the NetworkPolicies of the sender's namespace as they stand now: a pod that no egress policy selects may send
 * anywhere, another one where any rule of any of them allows. Pods on the host network are nobody's to select.
 */
export function createEgressJudge(source: PolicySource): EgressJudge {
  return ({ namespace, name }, to) => {
    const policies = source.policies(namespace).filter(limitsEgress);
    if (policies.length === 0) return undefined;
    const sender = source.pods().find(({ metadata }) => metadata?.namespace === namespace && metadata.name === name);
    if (!sender || sender.spec?.hostNetwork || sender.status?.podIP === to.ip) return undefined;
    const selecting = policies.filter(({ spec }) =>
      labelSelectorMatches(spec?.podSelector ?? {}, sender.metadata?.labels),
    );
    if (selecting.length === 0) return undefined;
    const target = policyTarget(source, to);
    const isAllowed = selecting.some(({ spec }) =>
      (spec?.egress ?? []).some((rule) => allowsEgress(rule, namespace, target)),
    );
    return isAllowed ? undefined : selecting.map(({ metadata }) => metadata?.name ?? '');
  };
}

function limitsEgress({ spec }: Policy): boolean {
  return spec?.policyTypes?.includes('Egress') ?? (spec?.egress?.length ?? 0) > 0;
}

function policyTarget(source: PolicySource, to: EgressTarget): PolicyTarget {
  if (to.ip === clusterDns.ip) return { ...to, pod: dnsPod(source) };
  const pod = source.pods().find(({ spec, status }) => status?.podIP === to.ip && !spec?.hostNetwork);
  if (!pod) return { ...to, pod: undefined };
  const { namespace = '', labels = {} } = pod.metadata ?? {};
  return {
    ...to,
    pod: { namespace, labels, namespaceLabels: source.namespaceLabels(namespace) ?? {}, ports: namedPorts(pod) },
  };
}

function dnsPod(source: PolicySource): NonNullable<PolicyTarget['pod']> {
  const { namespace, labels, ports } = clusterDns;
  return { namespace, labels, namespaceLabels: source.namespaceLabels(namespace) ?? {}, ports };
}

function namedPorts(pod: Pod): ReadonlyMap<string, number> {
  const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return new Map(ports.flatMap(({ name, containerPort }) => (name === undefined ? [] : [[name, containerPort]])));
}
