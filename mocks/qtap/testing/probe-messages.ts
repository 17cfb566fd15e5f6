import type { ExchangeMessage, ProcessMessage } from '../probe/probe-frame.ts';

/** What a process of the node says of itself, with these changes. */
export function processMessage(changes: Partial<ProcessMessage> = {}): ProcessMessage {
  return {
    kind: 'process',
    pid: 812,
    exe: '/usr/bin/node',
    pod: 'shop',
    namespace: 'demo',
    container: 'shop',
    image: 'shop:1.4',
    strategy: '',
    tags: '',
    ...changes,
  };
}

/** A finished exchange as a process reports it, with these changes. */
export function exchangeMessage(changes: Partial<ExchangeMessage> = {}): ExchangeMessage {
  return {
    kind: 'exchange',
    connection: 1,
    remoteAddress: '10.0.0.7',
    scheme: 'http',
    authority: 'crm',
    method: 'POST',
    path: '/v1',
    requestHeaders: {},
    status: 200,
    responseHeaders: {},
    startedAt: 0,
    duration: 14,
    requestBytes: 7,
    responseBytes: 2,
    ...changes,
  };
}
