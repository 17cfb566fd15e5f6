import { role } from '../../edge/hosts.ts';
import { agentContainer, type Cause, exchangesOf, type Facts, logsOf, variablePosition } from '../facts.ts';
import { troubleIn } from '../log-messages.ts';

/** QScan never asks Pulse for a job. */
export function scannerSilent(facts: Facts): Cause | undefined {
  if (facts.pods.qscan.length === 0) return undefined;
  const exchanges = exchangesOf(facts, 'qscan');
  if (exchanges.some(({ host, path }) => role(host) === 'pulse' && path.endsWith('/GetNextJob'))) return undefined;
  const container = agentContainer(facts, 'qscan');
  const [elsewhere] = exchanges.filter(({ path }) => path.endsWith('/GetNextJob'));
  const where =
    elsewhere === undefined ? otherName(facts) : `; it asks ${elsewhere.host} instead, look at PULSE_ENDPOINT`;
  return {
    sentence: `QScan never asks Pulse for a job${where}.`,
    positions: variablePosition(container, 'PULSE_ENDPOINT'),
    evidence: logsOf(facts, 'qscan').flatMap(({ pod, text }) =>
      troubleIn(text)
        .slice(-2)
        .map((line) => `log of ${pod}: ${line}`),
    ),
  };
}

/** Pulse has two names, and a network may let only one of them through (reference, pulse.md). */
function otherName(facts: Facts): string {
  const endpoint = agentContainer(facts, 'qscan')?.variables.get('PULSE_ENDPOINT')?.value ?? '';
  const own = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  const reached = exchangesOf(facts, 'qtap').find(({ host, status }) => role(host) === 'pulse' && status === 200)?.host;
  if (role(own) !== 'pulse' || reached === undefined || reached === own) return '';
  return `: it calls Pulse as ${own} (PULSE_ENDPOINT), which nothing answers, while Qtap reaches Pulse as ${reached}; allow port 443 to both names`;
}
