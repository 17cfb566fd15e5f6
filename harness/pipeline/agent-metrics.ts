import type { AgentRole } from '../diagnosis/facts.ts';
import type { PodMetrics } from '../expectations/evidence.ts';
import type { ClusterClient, Pod } from '../kubernetes/cluster-client.ts';
import { KubernetesError } from '../kubernetes/kubernetes-error.ts';
import type { AgentContainer } from './deployment-inputs.ts';

/** Where each agent serves its metrics (reference, qplane.md sections 5 and 6, qscan-worker.md section 1). */
const pages: Readonly<Record<AgentRole, readonly string[]>> = {
  qtap: ['/system/metrics', '/metrics'],
  qscan: ['/metrics'],
};
const defaultPorts: Readonly<Record<AgentRole, number>> = { qtap: 10001, qscan: 9090 };

/** The metrics pages of an agent's pods; a page that does not answer is left out. */
export async function agentMetrics(
  cluster: ClusterClient,
  pods: readonly Pod[],
  role: AgentRole,
  agent: AgentContainer | undefined,
): Promise<PodMetrics[]> {
  const port = metricsPort(role, agent);
  const read = pods.flatMap((pod) =>
    pages[role].map(async (path): Promise<PodMetrics[]> => {
      const { namespace = '', name = '' } = pod.metadata ?? {};
      try {
        return [{ pod: name, text: await cluster.fetchFromPod(namespace, name, port, path) }];
      } catch (error) {
        if (error instanceof KubernetesError) return [];
        throw error;
      }
    }),
  );
  return (await Promise.all(read)).flat();
}

/** The port that the agent listens on, which need not be one that its container declares. */
function metricsPort(role: AgentRole, agent: AgentContainer | undefined): number {
  const flag = agent?.container.args?.join(' ').match(/--httpd-listen[= ](\S+)/)?.[1];
  const written =
    role === 'qtap'
      ? (flag ?? agent?.variables.get('HTTPD_LISTEN')?.value)
      : agent?.variables.get('METRICS_PORT')?.value;
  const port = Number(written?.split(':').at(-1));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : defaultPorts[role];
}
