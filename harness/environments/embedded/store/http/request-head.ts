import type { TLSSocket } from 'node:tls';
import { S3Error } from '../errors/s3-error.ts';
import type { Incoming } from './incoming.ts';
import { parseTarget, type Target } from './target.ts';

/** Everything of a request but its body, decoded once. */
export interface RequestHead {
  readonly method: string;
  /** As sent, with port if one was sent. */
  readonly host: string;
  /** Decoded. */
  readonly path: string;
  /** Decoded names and values in the order sent. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names; repeated headers joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly target: Target;
  readonly secure: boolean;
  /** For example `1.3`; undefined without TLS. */
  readonly tlsVersion?: string | undefined;
  readonly remoteAddress: string | undefined;
}

/** Reads a request's head. Throws `InvalidURI` where path or query is not percent-encoded UTF-8. */
export function readHead(request: Incoming): RequestHead {
  const headers = readHeaders(request.rawHeaders);
  const host = headers.get('host') ?? '';
  const url = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const mark = url.indexOf('?');
  const path = decode(mark === -1 ? url : url.slice(0, mark)) || '/';
  const socket = request.socket as Partial<TLSSocket>;
  return {
    method: request.method ?? 'GET',
    host,
    path,
    query: mark === -1 ? [] : parseQuery(url.slice(mark + 1)),
    headers,
    target: parseTarget(host, path),
    secure: socket.encrypted === true,
    tlsVersion: socket.encrypted === true ? socket.getProtocol?.()?.replace('TLSv', '') : undefined,
    remoteAddress: request.socket.remoteAddress,
  };
}

/** First value of a query parameter; the empty string for one without a value, undefined for an absent one. */
export function queryValue(head: RequestHead, name: string): string | undefined {
  return head.query.find(([candidate]) => candidate === name)?.[1];
}

function readHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const sent = (raw[index] as string).toLowerCase();
    const name = sent === ':authority' ? 'host' : sent;
    if (name.startsWith(':')) continue;
    const value = utf8(raw[index + 1] as string);
    const before = headers.get(name);
    if (before !== undefined && name === 'host') continue;
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

/** Node hands header bytes over as Latin-1; clients sign UTF-8. */
function utf8(value: string): string {
  return /[\x80-\xff]/.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value;
}

function parseQuery(text: string): [string, string][] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = equals === -1 ? part : part.slice(0, equals);
      const value = equals === -1 ? '' : part.slice(equals + 1);
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', { fields: { URI: text } });
  }
}
