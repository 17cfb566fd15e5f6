import type { OutgoingHttpHeaders } from 'node:http';
import type { RawHeaders } from '../raw-exchange.ts';

/** Headers of one connection, which no proxy passes on (RFC 9110 section 7.6.1, RFC 9113 section 8.2.2). */
const ofConnection = new Set([
  ...['connection', 'expect', 'http2-settings', 'keep-alive', 'proxy-connection', 'trailer', 'transfer-encoding'],
  'upgrade',
]);

/** Headers as they go on: those of the connection, pseudo headers and the host stay behind. */
export function forwardedHeaders(headers: RawHeaders): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(
    ([name]) => !name.startsWith(':') && !ofConnection.has(name) && name !== 'host',
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]));
}

/** Headers as Node gives them, without those that are not there. */
export function rawHeaders(headers: Readonly<Record<string, string | string[] | number | undefined>>): RawHeaders {
  const given = Object.entries(headers).filter(([name, value]) => value !== undefined && !name.startsWith(':'));
  return Object.fromEntries(given.map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]));
}
