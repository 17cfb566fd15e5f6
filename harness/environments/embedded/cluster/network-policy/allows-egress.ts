import { BlockList, isIPv4 } from 'node:net';
import type { V1NetworkPolicyEgressRule, V1NetworkPolicyPeer, V1NetworkPolicyPort } from '@kubernetes/client-node';
import { labelSelectorMatches } from '../api/objects/label-selector.ts';
import type { EgressTarget } from '../network/egress-judge.ts';

type Labels = Readonly<Record<string, string>>;

/** What stands behind an address, as far as policies can name it. */
export interface PolicyTarget extends EgressTarget {
  /** Undefined for what is no pod of the pod network: the outside world, nodes, hostNetwork pods. */
  readonly pod:
    | {
        readonly namespace: string;
        readonly labels: Labels;
        readonly namespaceLabels: Labels;
        /** Named container ports. */
        readonly ports: ReadonlyMap<string, number>;
      }
    | undefined;
}

/**
 * Whether one egress rule of a policy in `namespace` allows a target. Source: NetworkPolicyEgressRule,
 * https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function allowsEgress(rule: V1NetworkPolicyEgressRule, namespace: string, target: PolicyTarget): boolean {
  const { to = [], ports = [] } = rule;
  return (
    (to.length === 0 || to.some((peer) => matchesPeer(peer, namespace, target))) &&
    (ports.length === 0 || ports.some((port) => matchesPort(port, target)))
  );
}

function matchesPeer(peer: V1NetworkPolicyPeer, namespace: string, { ip, pod }: PolicyTarget): boolean {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  if (ipBlock !== undefined) {
    return isWithin(ip, ipBlock.cidr) && !(ipBlock.except ?? []).some((cidr) => isWithin(ip, cidr));
  }
  if (pod === undefined) return false;
  const isNamespace =
    namespaceSelector === undefined
      ? pod.namespace === namespace
      : labelSelectorMatches(namespaceSelector, pod.namespaceLabels);
  return isNamespace && (podSelector === undefined || labelSelectorMatches(podSelector, pod.labels));
}

function matchesPort({ protocol = 'TCP', port, endPort }: V1NetworkPolicyPort, target: PolicyTarget): boolean {
  if (protocol !== target.protocol) return false;
  if (port === undefined) return true;
  const first = typeof port === 'number' ? port : target.pod?.ports.get(port);
  return first !== undefined && first <= target.port && target.port <= (endPort ?? first);
}

function isWithin(ip: string, cidr: string): boolean {
  const [network = '', prefix = ''] = cidr.split('/');
  if (isIPv4(ip) !== isIPv4(network)) return false;
  const family = isIPv4(ip) ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family);
  return list.check(ip, family);
}
