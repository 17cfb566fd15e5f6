import { podSpec, podSpecPath } from '../../manifests/pod-template.ts';
import { agentContainer, type Cause, type Facts, logsOf } from '../facts.ts';

/** A name that Qtap looks up is known to nobody: on the host network its resolver is the node's, unless its DNS policy says otherwise. */
export function nameUnknown(facts: Facts): Cause | undefined {
  const qtap = agentContainer(facts, 'qtap');
  for (const { pod, text } of logsOf(facts, 'qtap')) {
    const [line, name = ''] = /lookup (\S+?)(?: on \S+)?: no such host/.exec(text) ?? [];
    if (line === undefined) continue;
    const { hostNetwork = false, dnsPolicy = 'ClusterFirst' } = (qtap && podSpec(qtap.manifest.object)) ?? {};
    const path = qtap && podSpecPath(qtap.manifest.object);
    const asksNode = hostNetwork && dnsPolicy === 'ClusterFirst';
    const isOfCluster = /\.svc(?:\.|$)|^[^.]+$/.test(name);
    const remedy =
      asksNode && isOfCluster
        ? 'its pod is on the host network and asks the resolver of the node, which knows no Service; set dnsPolicy: ClusterFirstWithHostNet, which the chart does not'
        : 'no resolver that its pod asks knows it; correct the name in the snapshot';
    return {
      sentence: `Qtap cannot look up ${name}: ${remedy}.`,
      positions:
        qtap && path ? [qtap.manifest.locate([...path, ...(asksNode && isOfCluster ? ['hostNetwork'] : [])])] : [],
      evidence: [`log of ${pod}: ${line}`],
    };
  }
  return undefined;
}
