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

/** Schemes of `authorization`; whatever else stands first may be a credential itself. */
const schemes = /^(?:AWS4-HMAC-SHA256|Basic|Bearer|Digest)(?= )/i;

/** The most that is shown: characters of one text, headers of one request. */
const most = { text: 200, headers: 30 };

type Plain = string | number | Readonly<Record<string, string>>;

/**
 * An exchange as a report may show it: plain data of a few kB at most, without fields that say nothing, credentials, query
 * values or bodies. Header names stand; values only of headers that describe the message, of `authorization` only the scheme.
 * A payload in the path itself stands: what is attached to a report passes the run's own guard for planted values.
 */
export function redactedExchange(exchange: Exchange): Readonly<Record<string, Plain>> {
  const { number, startedAt, caller, host, port, protocol, method, path, requestHeaders } = exchange;
  const { requestBytes, status, responseBytes, route, fault, grpcStatus, failure } = exchange;
  const headers = Object.entries(requestHeaders).slice(0, most.headers);
  const fields: Readonly<Record<string, Plain | undefined>> = {
    number,
    startedAt: new Date(startedAt).toISOString(),
    caller: caller && { namespace: caller.namespace, pod: caller.pod, node: caller.node },
    host: clip(host),
    port,
    protocol,
    method: clip(method),
    path: clip(redactPath(path)),
    requestHeaders: Object.fromEntries(headers.map(([name, value]) => [clip(name), clip(shown(name, value))])),
    requestBytes,
    status,
    responseBytes,
    route,
    fault,
    grpcStatus,
    failure: failure && clip(failure),
  };
  const known = Object.entries(fields).filter((field): field is [string, Plain] => field[1] !== undefined);
  return Object.fromEntries(known);
}

function shown(name: string, value: string): string {
  if (harmless.has(name)) return value;
  if (name === 'authorization') return `${schemes.exec(value)?.[0] ?? ''} *`.trimStart();
  return '*';
}

/** A part of the query without a name is all value. */
function redactPath(path: string): string {
  const [bare = '', query] = path.replace(/^([a-z]+:\/\/)[^/?@]*@/i, '$1*@').split(/\?(.*)/s, 2);
  if (query === undefined) return bare;
  const parts = query.split('&').map((part) => (part.includes('=') ? part.replace(/=.*$/s, '=*') : '*'));
  return `${bare}?${parts.join('&')}`;
}

function clip(text: string): string {
  return text.length <= most.text ? text : `${text.slice(0, most.text - 1)}…`;
}
