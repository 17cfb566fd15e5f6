import { pluginUrl } from '../../../harness/sampling/plugin-url.ts';
import type { CapturedExchange } from '../plugins/captured-exchange.ts';

/** A captured exchange with these changes. */
export function captured(changes: Partial<CapturedExchange> = {}): CapturedExchange {
  return {
    requestId: 'req-7',
    connectionId: 'conn-3',
    endpointId: 'crm',
    direction: 'egress-internal',
    process: { pid: 812, exe: '/usr/bin/node', pod: 'shop', namespace: 'demo', container: '', image: '', tags: [] },
    scheme: 'http',
    authority: 'crm',
    path: '/v1',
    method: 'POST',
    address: pluginUrl('http', 'crm', '/v1'),
    requestHeaders: new Map([
      ['content-type', 'application/json'],
      [':method', 'POST'],
    ]),
    requestBody: Buffer.from('{"a":1}'),
    status: 201,
    responseHeaders: new Map([[':status', '201']]),
    responseBody: Buffer.from('ok'),
    startedAt: 0,
    duration: 14,
    bytesSent: 7,
    bytesReceived: 2,
    ...changes,
  };
}
