import type { BlockedConnection } from '../../environments/environment.ts';
import type { AgentRole, Cause, Facts } from '../facts.ts';

const titles: Readonly<Record<AgentRole, string>> = { qtap: 'Qtap', qscan: 'QScan' };
const dnsPort = 53;

/** A NetworkPolicy keeps an agent from what it needs outside, or from looking its name up. */
export function egressBlocked(facts: Facts): Cause | undefined {
  for (const agent of ['qtap', 'qscan'] as const) {
    const blocked = facts.blocked.filter(({ pod }) => facts.pods[agent].includes(pod.name));
    const [first] = blocked;
    if (first !== undefined) return cause(facts, titles[agent], first, blocked);
  }
  return undefined;
}

function cause(facts: Facts, agent: string, first: BlockedConnection, all: readonly BlockedConnection[]): Cause {
  const { policies, pod } = first;
  const isLookUp = first.port === dnsPort;
  const what = isLookUp ? `looking up ${first.host} (DNS, port 53)` : `${first.host}:${first.port}`;
  const remedy = isLookUp ? ': allow UDP and TCP 53 to kube-dns in kube-system' : '';
  const manifests = facts.inputs.manifests.filter(
    ({ object }) => object.kind === 'NetworkPolicy' && policies.includes(object.metadata.name ?? ''),
  );
  const targets = [...new Set(all.map(({ host, port }) => `${host}:${port}`))];
  return {
    sentence: `NetworkPolicy ${policies.join(' and ')} keeps ${agent} from ${what}${remedy}.`,
    positions: manifests.map((manifest) => manifest.locate(['spec', 'egress'])),
    evidence: [`pod ${pod.namespace}/${pod.name}: dropped ${all.length} times on the way to ${targets.join(', ')}`],
  };
}
