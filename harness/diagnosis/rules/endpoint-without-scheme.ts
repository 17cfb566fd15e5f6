import { agentContainer, type Cause, type Facts, logsOf, variablePosition } from '../facts.ts';
import { troubleIn } from '../log-messages.ts';

/** QScan can make nothing of its S3 endpoint: it has no scheme (reference, qscan-worker.md section 1). */
export function endpointWithoutScheme(facts: Facts): Cause | undefined {
  const container = agentContainer(facts, 'qscan');
  const endpoint = container?.variables.get('S3_ENDPOINT_URL')?.value;
  if (!endpoint || /^https?:\/\//.test(endpoint)) return undefined;
  return {
    sentence: `QScan cannot use its S3_ENDPOINT_URL "${endpoint}": it is no URL, write https://${endpoint.replace(/^.*:?\/\//, '')}.`,
    positions: variablePosition(container, 'S3_ENDPOINT_URL'),
    evidence: [
      ...facts.evidence.reports
        .flatMap(({ error }) => (error === undefined ? [] : [`job report: ${error}`]))
        .slice(0, 1),
      ...logsOf(facts, 'qscan').flatMap(({ pod, text }) =>
        troubleIn(text)
          .slice(-1)
          .map((line) => `log of ${pod}: ${line}`),
      ),
    ],
  };
}
