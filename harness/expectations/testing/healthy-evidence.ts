import { hash } from 'node:crypto';
import type { Exchange } from '../../edge/exchange.ts';
import { entityTypes } from '../../entities/entity-type.ts';
import { expectSampling } from '../../sampling/expect-sampling.ts';
import { samplingConfig } from '../../sampling/sampling-config.ts';
import { planTraffic } from '../../traffic/plan-traffic.ts';
import type { PlannedExchange } from '../../traffic/traffic-plan.ts';
import type { Evidence, StoredObject } from '../evidence.ts';

export interface HealthyOptions {
  readonly seed?: number;
  readonly exchanges?: number;
  readonly baseline?: number;
  readonly rate?: number;
}

export const bucketHost = 'acme.s3.dualstack.eu-central-1.amazonaws.com';

/** The agents' pods in that evidence. */
export const agentPods = { qtap: ['qtap-a'], qscan: ['qscan-a'] };

/** Evidence of a run in which all is as it should be, for tests to break one thing at a time. */
export function healthyEvidence({
  seed = 1,
  exchanges = 400,
  baseline = 10,
  rate = 0.1,
}: HealthyOptions = {}): Evidence {
  const at = { file: 'snapshot.yaml', line: 7 };
  const sampling = samplingConfig({ baseline, rate });
  const plan = planTraffic({ seed, exchanges });
  const decisions = expectSampling({ seed, config: sampling, exchanges: plan.exchanges });
  const sampled = plan.exchanges.filter((_, index) => decisions[index]?.sampled);
  const stored = sampled.map((exchange) => ({ exchange, object: scanInput(exchange) }));
  const counted = (reason: string) => decisions.filter((decision) => decision.reason === reason).length;
  const reports = stored.map(({ exchange, object }) => ({
    scanId: `scan-${exchange.id}`,
    digest: object.key,
    findings: exchange.planted.map(({ type, source, path, value }) => ({
      entityType: type,
      source,
      fieldPath: path,
      valueHash: hash('sha256', value),
      requestId: exchange.id,
    })),
  }));
  return {
    snapshot: {
      qscan: {
        sampling,
        recordDocument: false,
        monitors: entityTypes.map((type, index) => ({ type, recordValue: false, at: { ...at, line: 40 + 2 * index } })),
      },
      captureLevel: 'none',
      recordedParts: new Set(),
      bucket: { bucket: 'acme', endpoint: 's3.eu-central-1.amazonaws.com', region: 'eu-central-1', at },
      usedStore: { id: 'artifacts', type: 's3', at },
      stackAt: { ...at, line: 30 },
    },
    plan,
    decisions,
    objects: stored.map(({ object }) => object),
    artifactEvents: stored.map(({ exchange, object }) => ({
      type: 'qscan_request',
      digest: object.key,
      requestId: exchange.id,
      summary: { record_document: 'false', 'entity.PERSON': 'false' },
      receivedAt: 2000,
    })),
    reports,
    qtapMetrics: [{ pod: 'qtap-a', text: metrics(exchanges, counted('baseline'), counted('rate')) }],
    otherMetrics: [{ pod: 'qscan-a', text: 'qscan_jobs_total 3\n' }],
    logs: [
      { pod: 'qtap-a', container: 'qtap', text: 'new plugin instance created\nartifact stored\n' },
      { pod: 'qscan-a', container: 'qscan', text: 'models loaded\npolling\n' },
    ],
    clusterObjects: [
      { name: 'pods of qpoint', json: '[{"kind":"Pod"}]' },
      { name: 'events of qpoint', json: '[{"reason":"Started"}]' },
    ],
    exchanges: [
      exchangeTo('traffic.harness.internal', '/done', Buffer.from('{"sent":1}'), { route: 'traffic' }),
      ...stored.map(({ object }) => exchangeTo(bucketHost, `/${object.key}`, object.bytes, { method: 'PUT' })),
      ...reports.map((report) => exchangeTo('api-pulse.qpoint.io', '/scan', Buffer.from(JSON.stringify(report)))),
    ],
  };
}

/** One exchange as the Edge journals it. */
export function exchangeTo(host: string, path: string, body: Uint8Array, more: Partial<Exchange> = {}): Exchange {
  return {
    number: 1,
    startedAt: 1000,
    caller: { namespace: 'qpoint', pod: 'qtap-a', node: 'node-1' },
    host,
    port: 443,
    protocol: 'h2',
    method: 'POST',
    path,
    requestHeaders: {},
    requestBody: Buffer.from(body),
    requestBytes: body.length,
    status: 200,
    responseBytes: 0,
    route: 'route',
    ...more,
  };
}

/** The scan input that Qtap stores of an exchange. */
export function scanInput({ id, host, path, method, request, response }: PlannedExchange): StoredObject {
  const document = {
    url: `http://${host}${path}`,
    method,
    request_id: id,
    request: { headers: { 'X-Request-Id': id }, body: request.body },
    response: { status: response.status, headers: { ':status': `${response.status}` }, body: response.body },
  };
  return storedJson(document);
}

export function storedJson(document: unknown): StoredObject {
  const bytes = Buffer.from(JSON.stringify(document));
  return { key: hash('sha1', bytes), bytes, contentType: 'application/json', storedAt: 1500 };
}

export function metrics(attempted: number, baseline: number, rate: number): string {
  const name = (rest: string) => `qtap_system_qscan_${rest}`;
  return [
    `# TYPE ${name('scans_attempted_total')} counter`,
    `${name('scans_attempted_total')} ${attempted}`,
    `${name('scans_sampled_total')}{reason="baseline"} ${baseline}`,
    `${name('scans_sampled_total')}{reason="rate"} ${rate}`,
    `${name('scans_not_sampled_total')} ${attempted - baseline - rate}`,
    `${name('scans_stored_total')}{status="success"} ${baseline + rate}`,
    `${name('cache_operations_total')}{operation="hit"} ${attempted - 5}`,
    `${name('cache_operations_total')}{operation="miss"} 5`,
    '',
  ].join('\n');
}
