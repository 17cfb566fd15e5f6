import type { Evidence } from './evidence.ts';
import { type HostRole, hostRole } from './host-role.ts';
import { contentEncoding, requestHead } from './request-head.ts';

/** Bytes in which no planted value may stand. */
export interface LeakSource {
  /** Where they were seen: host and path, or pod and container. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentEncoding?: string | undefined;
  /** Bytes that were sent, but not kept. */
  readonly unseen?: number;
  /** Sources of the same name here follow each other: a value may be cut by the border of two. */
  readonly stream?: string;
}

const mayHoldValues: ReadonlySet<HostRole> = new Set(['bucket', 'harness']);

type SourceEvidence = Pick<
  Evidence,
  'snapshot' | 'plan' | 'exchanges' | 'logs' | 'qtapMetrics' | 'otherMetrics' | 'clusterObjects'
>;

/**
 * All that pods sent out, heads and bodies, whoever it went to, so events and reports to Pulse too; all logs, all metrics; what
 * the cluster tells of pods, and its events. Left out are the bucket, where values belong, the run's own traffic control, and
 * clients on the machine itself, which are no part of the pipeline. The run's own report is guarded where it is written
 * (`ScenarioContext.withhold`).
 */
export function leakSources(evidence: SourceEvidence): LeakSource[] {
  const workload = new Set(evidence.plan.exchanges.map(({ host }) => host));
  const requests = evidence.exchanges
    .filter(({ caller }) => caller !== undefined)
    .filter((exchange) => !mayHoldValues.has(hostRole(exchange, evidence.snapshot.bucket, workload)))
    .flatMap((exchange): LeakSource[] => {
      const { host, path, requestBody, requestBytes, caller } = exchange;
      const name = `${host || 'a host that was not named'}${path.split('?')[0]}`;
      const unseen = Math.max(0, requestBytes - requestBody.length);
      return [
        { name: `${name} (head)`, bytes: requestHead(exchange) },
        {
          name,
          bytes: requestBody,
          contentEncoding: contentEncoding(exchange),
          unseen,
          stream: `${caller?.pod} ${host}`,
        },
      ];
    });
  const logs = evidence.logs.map(({ pod, container, text }) => ({
    name: `log of ${pod}/${container}`,
    bytes: Buffer.from(text),
  }));
  const metrics = [...evidence.qtapMetrics, ...evidence.otherMetrics].map(({ pod, text }) => ({
    name: `metrics of ${pod}`,
    bytes: Buffer.from(text),
  }));
  const objects = evidence.clusterObjects.map(({ name, json }) => ({ name, bytes: Buffer.from(json) }));
  return [...requests, ...logs, ...metrics, ...objects];
}
