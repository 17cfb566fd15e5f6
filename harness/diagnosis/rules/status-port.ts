import { agentContainer, type Cause, type Facts, variablePosition } from '../facts.ts';

/** Qtap's default (reference, qplane.md section 5). */
const defaultPort = '10001';

/** `STATUS_LISTEN` names a port on which Qtap does not listen: `HTTPD_LISTEN` alone counts (reference, qplane.md section 5). */
export function statusPort(facts: Facts): Cause | undefined {
  const qtap = agentContainer(facts, 'qtap');
  const wanted = qtap?.variables.get('STATUS_LISTEN')?.value.split(':').at(-1) ?? '';
  const listens = qtap?.variables.get('HTTPD_LISTEN')?.value.split(':').at(-1) ?? defaultPort;
  if (qtap === undefined || wanted === '' || wanted === listens) return undefined;
  if (qtap.container.args?.some((argument) => argument.startsWith('--httpd-listen'))) return undefined;
  return {
    sentence: `Qtap is probed on port ${wanted} and listens on ${listens}: it does not heed STATUS_LISTEN, which is all that the chart's status.port sets; set HTTPD_LISTEN to ${qtap.variables.get('STATUS_LISTEN')?.value} as well.`,
    positions: variablePosition(qtap, 'STATUS_LISTEN'),
    evidence: [],
  };
}
