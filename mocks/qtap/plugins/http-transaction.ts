import type { CaptureLevel } from '../../../harness/snapshot/snapshot.ts';
import type { CapturedExchange } from './captured-exchange.ts';
import { type GoValue, goJson } from './go-json.ts';

/** The document of `http_capture` as JSON; empty fields are left out. Source: reference, artifacts.md section 5. */
export function httpTransaction(exchange: CapturedExchange, level: CaptureLevel, writtenAt: Date): Buffer {
  const { process, requestHeaders, responseHeaders } = exchange;
  const content = (headers: ReadonlyMap<string, string>, body: Buffer) => ({
    headers: level === 'summary' || headers.size === 0 ? undefined : headers,
    body: level === 'full' && body.length > 0 ? body.toString('base64') : undefined,
  });
  const document: { [field: string]: GoValue | undefined } = {
    metadata: {
      process_id: process.pid > 0 ? String(process.pid) : undefined,
      process_exe: process.exe || undefined,
      container_name: process.container || undefined,
      container_image: process.image || undefined,
      pod_name: process.pod || undefined,
      pod_namespace: process.namespace || undefined,
      bytes_sent: exchange.bytesSent || undefined,
      bytes_received: exchange.bytesReceived || undefined,
      connection_id: exchange.connectionId,
      endpoint_id: exchange.endpointId || undefined,
      tags: process.tags.length > 0 ? process.tags : undefined,
    },
    request: {
      method: exchange.method || undefined,
      url: exchange.address?.url,
      scheme: exchange.scheme || undefined,
      path: exchange.path || undefined,
      authority: exchange.authority || undefined,
      protocol: 'http1',
      request_id: exchange.requestId,
      user_agent: requestHeaders.get('user-agent'),
      content_type: requestHeaders.get('content-type'),
      ...content(requestHeaders, exchange.requestBody),
    },
    response: {
      status: exchange.status,
      content_type: responseHeaders.get('content-type'),
      ...content(responseHeaders, exchange.responseBody),
    },
    transaction_time: writtenAt.toISOString(),
    duration_ms: Math.round(exchange.duration) || undefined,
    direction: exchange.direction,
  };
  return Buffer.from(goJson(document));
}

/** The same as text; the product's layout is not public. */
export function httpTransactionText(exchange: CapturedExchange, level: CaptureLevel, writtenAt: Date): Buffer {
  const headers = (all: ReadonlyMap<string, string>) =>
    level === 'summary' ? [] : [...all].map(([name, value]) => `${name}: ${value}`);
  const body = (bytes: Buffer) => (level === 'full' ? ['', bytes.toString()] : []);
  const lines = [
    `${writtenAt.toISOString()} ${exchange.direction} ${Math.round(exchange.duration)}ms`,
    `${exchange.method} ${exchange.address?.url ?? ''}`,
    ...headers(exchange.requestHeaders),
    ...body(exchange.requestBody),
    '',
    String(exchange.status ?? ''),
    ...headers(exchange.responseHeaders),
    ...body(exchange.responseBody),
    '',
  ];
  return Buffer.from(lines.join('\n'));
}
