import type { Exchange } from './exchange.ts';

/** Headers that describe a message without being able to carry a credential or a payload. */
const harmless = new Set([
  'accept',
  'accept-encoding',
  'connect-protocol-version',
  'connect-timeout-ms',
  'content-encoding',
  'content-length',
  'content-type',
  'grpc-accept-encoding',
  'grpc-encoding',
  'grpc-timeout',
  'host',
  'te',
  'transfer-encoding',
  'user-agent',
  'x-amz-date',
  'x-amz-decoded-content-length',
]);

/**
 * An exchange as a report may show it: JSON-safe, without credentials, query values or bodies. Header names all stand;
 * values only of headers that describe the message, of `authorization` only the scheme.
 */
export function redactedExchange(exchange: Exchange): Record<string, unknown> {
  const { requestBody: _, path, requestHeaders, startedAt, ...rest } = exchange;
  return {
    ...rest,
    startedAt: new Date(startedAt).toISOString(),
    path: redactQuery(path),
    requestHeaders: Object.fromEntries(
      Object.entries(requestHeaders).map(([name, value]) => [name, shown(name, value)]),
    ),
  };
}

function shown(name: string, value: string): string {
  if (harmless.has(name)) return value;
  if (name === 'authorization') return `${/^[A-Za-z0-9-]+(?= )/.exec(value)?.[0] ?? ''} *`.trimStart();
  return '*';
}

function redactQuery(path: string): string {
  const [bare = '', query] = path.split(/\?(.*)/s, 2);
  return query === undefined ? bare : `${bare}?${query.replaceAll(/=[^&]*/g, '=*')}`;
}
