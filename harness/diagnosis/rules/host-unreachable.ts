import type { Exchange } from '../../edge/exchange.ts';
import { type HostRole, role } from '../../edge/hosts.ts';
import { ownStore } from '../../snapshot/store-in-force.ts';
import { type AgentRole, agentContainer, type Cause, exchangesOf, type Facts, variablePosition } from '../facts.ts';

const titles: Readonly<Record<AgentRole, string>> = { qtap: 'Qtap', qscan: 'QScan' };

/** What an agent lacks without a service, for people. */
const consequences: Readonly<Partial<Record<HostRole, string>>> = {
  push: ': it waits for the push channel for ever, says nothing at level info, and its status port stays closed',
};

/** An agent gets no answer from one of the hosts that it needs: a firewall or a proxy on the way breaks its connections off. */
export function hostUnreachable(facts: Facts): Cause | undefined {
  for (const agent of ['qtap', 'qscan'] as const) {
    const known = exchangesOf(facts, agent).filter(({ host }) => role(host) !== undefined);
    // A push channel that is open has no end yet. One that is asked for again and again has none of the others either.
    const groups = Map.groupBy(known, ({ host }) => (role(host) === 'push' ? 'push' : host));
    for (const [key, exchanges] of groups) {
      const isCut = key === 'push' ? exchanges.length > 1 : exchanges.some(isBroken);
      if (isCut && exchanges.every(isUnanswered)) return cause(facts, agent, exchanges);
    }
  }
  return undefined;
}

function isUnanswered({ status }: Exchange): boolean {
  return status === undefined;
}

/** A handshake that failed is a matter of trust, not of reach. */
function isBroken({ status, failure, method }: Exchange): boolean {
  return status === undefined && failure !== undefined && method !== '';
}

function cause(facts: Facts, agent: AgentRole, exchanges: readonly Exchange[]): Cause {
  const hosts = [...new Set(exchanges.map(({ host }) => host))];
  const [first, ...others] = hosts;
  const named = others.length > 0 ? `${first} and ${others.length} further hosts` : first;
  const service = role(hosts[0] ?? '');
  const container = agentContainer(facts, agent);
  const store = ownStore(facts.snapshot);
  const from = agent === 'qtap' ? 'from the network of the nodes, which no NetworkPolicy touches' : 'from pods';
  const positions = {
    qtap: service === 'object-store' && store ? [store.at] : variablePosition(container, 'REGISTRATION_ENDPOINT'),
    qscan: variablePosition(container, service === 'object-store' ? 'S3_ENDPOINT_URL' : 'PULSE_ENDPOINT'),
  };
  return {
    sentence: `${titles[agent]} gets no answer from ${named}, each connection breaks off${consequences[service ?? 'qplane'] ?? ''}: allow port 443 to ${hosts.length > 1 ? 'them' : 'it'} ${from}.`,
    positions: positions[agent],
    evidence: [`${exchanges.length} connections of ${titles[agent]} to ${hosts.join(', ')} ended without an answer`],
  };
}
