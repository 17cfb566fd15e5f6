import { role } from '../../edge/hosts.ts';
import { agentContainer, type Cause, type Facts } from '../facts.ts';

/** Qtap was started anew in the run: its sampling counters live in its process (reference, qtap-plugins.md section 1). */
export function qtapRestarted(facts: Facts): Cause | undefined {
  const starts = facts.evidence.exchanges.filter(
    ({ host, path, status, caller }) =>
      caller !== undefined && role(host) === 'qplane' && path === '/deploy/registration' && status === 200,
  );
  const pods = starts.map(({ caller }) => caller?.pod ?? '');
  const now = new Set(facts.pods.qtap);
  const gone = pods.find((pod) => !now.has(pod)) ?? pods.find((pod, index) => pods.indexOf(pod) !== index);
  if (gone === undefined || now.size === 0) return undefined;
  const qtap = agentContainer(facts, 'qtap');
  return {
    sentence: `Qtap was started anew during the run (${gone} at first): its sampling counters begin again with its process, so the baseline part comes once more, and its own metrics tell the rest only.`,
    positions: qtap ? [qtap.manifest.locate(qtap.path)] : [],
    evidence: starts.map(({ caller }) => `${caller?.pod} on ${caller?.node} registered with Qplane`),
  };
}
