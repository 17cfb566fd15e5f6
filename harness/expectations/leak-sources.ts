import type { Evidence } from './evidence.ts';
import { isControlHost } from './host-role.ts';

/** Bytes in which no planted value may stand. */
export interface LeakSource {
  /** Where they were seen: host and path, or pod and container. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentEncoding?: string | undefined;
  /** Bytes that were sent, but not kept. */
  readonly unseen?: number;
}

type SourceEvidence = Pick<Evidence, 'exchanges' | 'logs' | 'qtapMetrics' | 'otherMetrics'>;

/** All requests to Pulse and Qplane with their headers, all logs, all metrics. */
export function leakSources(evidence: SourceEvidence): LeakSource[] {
  const requests = evidence.exchanges
    .filter(({ host }) => isControlHost(host))
    .flatMap(({ host, path, method, requestHeaders, requestBody, requestBytes }): LeakSource[] => {
      const headers = Object.entries(requestHeaders).map(([name, value]) => `${name}: ${value}`);
      const name = `${host}${path.split('?')[0]}`;
      const contentEncoding =
        requestHeaders['content-encoding'] ?? requestHeaders['connect-content-encoding'] ?? undefined;
      return [
        { name: `${name} (head)`, bytes: Buffer.from([`${method} ${path}`, ...headers].join('\n')) },
        { name, bytes: requestBody, contentEncoding, unseen: Math.max(0, requestBytes - requestBody.length) },
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
  return [...requests, ...logs, ...metrics];
}
