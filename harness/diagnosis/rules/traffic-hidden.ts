import { agentContainer, type Cause, type Facts, variablePosition } from '../facts.ts';

/** Directions that leave out what stays inside the cluster, as this run's traffic does (reference, qplane.md section 3). */
const hidesInternal = new Set(['egress-external', 'ingress']);

/** Something keeps Qtap from seeing the run's traffic, all of it or some pod's: the snapshot, the sender, or where Qtap runs. */
export function trafficHidden(facts: Facts): Cause | undefined {
  const { snapshot, sawTraffic, sight } = facts;
  const { direction, ignoreLoopback } = snapshot.tap;
  const qtap = agentContainer(facts, 'qtap');
  const [node] = sight?.uncoveredNodes ?? [];
  if (node !== undefined && facts.pods.qtap.length > 0) {
    const { kind = 'DaemonSet', metadata } = qtap?.manifest.object ?? {};
    return {
      sentence: `No Qtap runs on ${sight?.uncoveredNodes.join(', ')}, so nothing that pods send there is seen: ${kind} ${metadata?.name ?? 'qtap'} does not tolerate the taints of that node, or does not select it; add the toleration {operator: Exists}, or correct its nodeSelector.`,
      positions: qtap ? [qtap.manifest.locate([...qtap.path.slice(0, -2), 'tolerations'])] : [],
      evidence: [],
    };
  }
  const [ignored] = sight?.ignored ?? [];
  if (ignored !== undefined) {
    return {
      sentence: `Qtap ignores ${ignored}, whose QPOINT_STRATEGY is ignore: nothing that it sends is captured; take the variable out of its pod.`,
      positions: [],
      evidence: [],
    };
  }
  if (sawTraffic !== false) return undefined;
  if (hidesInternal.has(direction)) {
    return {
      sentence: `Qtap looks away from the run's traffic: tap.direction is ${direction}, and the upstream has a private address; set it to egress or all.`,
      positions: [snapshot.locate(['tap', 'direction'])],
      evidence: [],
    };
  }
  const [within] = sight?.withinPod ?? [];
  if (within !== undefined && ignoreLoopback) {
    return {
      sentence: `Qtap looks away from what stays within a pod: tap.ignore_loopback is true, and ${within} calls its upstream at 127.0.0.1; set it to false.`,
      positions: [snapshot.locate(['tap', 'ignore_loopback'])],
      evidence: [],
    };
  }
  if (!/(?:^|,)none(?:,|$)/.test(qtap?.variables.get('TLS_PROBES')?.value ?? '')) return undefined;
  return {
    sentence:
      'Qtap sees connections and no exchange on them: TLS_PROBES is none, so it does not look into TLS; take the variable out.',
    positions: variablePosition(qtap, 'TLS_PROBES'),
    evidence: [],
  };
}
