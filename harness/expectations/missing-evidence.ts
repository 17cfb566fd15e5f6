import type { Evidence } from './evidence.ts';

/** Names of the agents' pods in a run. */
export interface AgentPods {
  readonly qtap: readonly string[];
  readonly qscan: readonly string[];
}

type PodEvidence = Pick<Evidence, 'logs' | 'qtapMetrics' | 'otherMetrics'>;

/**
 * What the agents' pods should have left behind and did not: a line for each agent without a pod, each pod without a log or
 * a page of metrics. An agent logs its start, so a pod with nothing but empty logs was not read; a silent sidecar may be.
 */
export function missingEvidence({ logs, qtapMetrics, otherMetrics }: PodEvidence, pods: AgentPods): string[] {
  const logged = new Set(logs.filter(({ text }) => text !== '').map(({ pod }) => pod));
  const measured = new Set([...qtapMetrics, ...otherMetrics].map(({ pod }) => pod));
  const agents = [
    ['Qtap', pods.qtap],
    ['QScan', pods.qscan],
  ] as const;
  return agents.flatMap(([agent, names]) => [
    ...(names.length === 0 ? [`${agent}: the cluster has no pod of it`] : []),
    ...names.filter((pod) => !logged.has(pod)).map((pod) => `log of ${pod}: there is none`),
    ...names.filter((pod) => !measured.has(pod)).map((pod) => `metrics of ${pod}: no page was answered`),
  ]);
}
