import { role } from '../../edge/hosts.ts';
import { agentContainer, type Cause, exchangesOf, type Facts, logsOf } from '../facts.ts';
import { logMessages } from '../log-messages.ts';

const titles = { qtap: 'Qtap', qscan: 'QScan' } as const;
const untrusted =
  /certificate signed by unknown authority|self.signed certificate|unable to (?:get|verify)[\w ]*certificate/i;

/** An agent does not trust the certificate that it is shown (reference, failure-catalogue.md, `tls-interception`). */
export function tlsUntrusted(facts: Facts): Cause | undefined {
  for (const agent of ['qtap', 'qscan'] as const) {
    const broken = exchangesOf(facts, agent).filter(({ method, failure }) => method === '' && failure?.includes('TLS'));
    const line = logsOf(facts, agent)
      .flatMap(({ text }) => logMessages(text))
      .find(({ text }) => untrusted.test(text));
    if (line === undefined && broken.length === 0) continue;
    if (exchangesOf(facts, agent).some(({ host, status }) => status !== undefined && role(host) !== undefined))
      continue;
    const host = broken.find(({ host: name }) => name !== '')?.host;
    const container = agentContainer(facts, agent);
    return {
      sentence: `${titles[agent]} does not trust the certificate that stands for ${host ?? 'the hosts that it calls'}${line ? ` (${line.text})` : ''}: something on the way opens TLS with a CA of its own; let it pass these hosts through, or put that CA into the file that SSL_CERT_FILE names.`,
      positions: container ? [container.manifest.locate(container.path)] : [],
      evidence: [`${broken.length} connections of ${titles[agent]} ended at or behind the TLS handshake`],
    };
  }
  return undefined;
}
