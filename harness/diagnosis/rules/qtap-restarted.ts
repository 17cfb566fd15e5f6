import { role } from '../../edge/hosts.ts';
import { agentContainer, type Cause, type Facts } from '../facts.ts';

/** A Qtap came up anew in the middle of a run: each registers once at its start (reference, qplane.md section 2). */
export function qtapRestarted(facts: Facts): Cause | undefined {
  const container = agentContainer(facts, 'qtap');
  if (container === undefined) return undefined;
  const registrations = facts.evidence.exchanges.filter(
    ({ host, path, status, caller }) =>
      role(host) === 'qplane' && path.startsWith('/deploy/registration') && status === 200 && caller !== undefined,
  );
  const byNode = Map.groupBy(registrations, ({ caller }) => caller?.node);
  const [node, starts] = [...byNode].find(([, { length }]) => length > 1) ?? [];
  if (starts === undefined) return undefined;
  const pods = [...new Set(starts.map(({ caller }) => caller?.pod))];
  return {
    sentence: `Qtap was started ${starts.length} times on ${node} (${pods.join(', ')}): what went through meanwhile was not captured, what it had not sent is lost, and its sampling begins anew, so the baseline part comes once more; the events of its pods say why it ended.`,
    positions: [container.manifest.locate(container.path)],
    evidence: [],
  };
}
