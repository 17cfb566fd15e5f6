import type { HeaderShapes } from '../fixture.ts';
import type { RawHeaders } from '../raw-exchange.ts';
import { codeNames } from './known-names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

type Redact = (value: string, pseudonyms: Pseudonyms) => string;

const mediaTypes = new Set([
  ...['application/json', 'application/yaml', 'application/x-yaml', 'application/proto', 'application/x-protobuf'],
  ...['application/grpc', 'application/grpc+proto', 'application/grpc+json', 'application/grpc-web'],
  ...[
    'application/grpc-web+proto',
    'application/grpc-web+json',
    'application/grpc-web-text',
    'application/connect+proto',
  ],
  ...['application/connect+json', 'application/problem+json', 'application/octet-stream'],
  ...['text/plain', 'text/html', 'text/yaml', 'text/x-yaml', '*/*'],
]);
const codings = new Set(['gzip', 'br', 'deflate', 'zstd', 'identity', '*']);
const utf8 = /^charset="?utf-8"?$/i;

const string: Redact = () => '<string>';
const number: Redact = (value) => (/^\d+$/.test(value) ? '<number>' : '<string>');
const list =
  (part: (text: string) => string): Redact =>
  (value) =>
    value
      .split(',')
      .map((text) => part(text.trim()))
      .join(', ');
const coding = list((text) => {
  const name = text.split(';')[0]?.trim() ?? '';
  return codings.has(name) ? name : '<string>';
});
const mediaType = list((text) => {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  if (!mediaTypes.has(type.toLowerCase())) return '<string>';
  return [type.toLowerCase(), ...rest.map((part) => (utf8.test(part) ? 'charset=utf-8' : '<string>'))].join('; ');
});
const word =
  (...words: readonly string[]): Redact =>
  (value) =>
    words.includes(value) ? value : '<string>';
const schemes = /^(?:basic|bearer|digest)(?=[ ,]|$)/i;
const authorization: Redact = (value, pseudonyms) => {
  const [, scheme, secret] = /^(bearer|basic|digest) +(.*)$/is.exec(value) ?? [];
  if (scheme === undefined || secret === undefined) return pseudonyms('credential', value);
  return `${scheme} ${pseudonyms(scheme.toLowerCase() === 'bearer' ? 'token' : 'credential', secret)}`;
};
const key: Redact = (value, pseudonyms) => pseudonyms('key', value);
const cookie: Redact = (value, pseudonyms) => pseudonyms('cookie', value);

/** Headers that are shown, and how: what is not a word of a protocol is replaced also where the header is harmless. */
const shown: Readonly<Record<string, Redact>> = {
  accept: mediaType,
  'accept-encoding': coding,
  age: number,
  allow: string,
  authorization,
  'cache-control': string,
  'connect-accept-encoding': coding,
  'connect-content-encoding': coding,
  'connect-protocol-version': word('1'),
  'connect-timeout-ms': number,
  'content-encoding': coding,
  'content-length': number,
  'content-type': mediaType,
  cookie,
  date: () => '<timestamp>',
  etag: string,
  'grpc-accept-encoding': coding,
  'grpc-encoding': coding,
  'grpc-message': string,
  'grpc-status': (value) => (codeNames.has(Number(value)) && /^\d+$/.test(value) ? `${Number(value)}` : '<string>'),
  'grpc-status-details-bin': () => '<bytes>',
  'grpc-timeout': string,
  location: string,
  'proxy-authorization': authorization,
  'retry-after': number,
  server: string,
  'set-cookie': cookie,
  te: word('trailers'),
  trailer: string,
  'user-agent': string,
  vary: string,
  via: string,
  'www-authenticate': (value) => schemes.exec(value)?.[0] ?? '<string>',
  'x-api-key': key,
  'x-request-id': string,
};

/** Headers of one connection or of the proxy, about which a recording says nothing. */
const ignored = new Set(['connection', 'host', 'keep-alive', 'transfer-encoding']);

/** Headers or trailers by name, sorted. Those of other names are only counted: a name can be a value, too. */
export function redactHeaders(headers: RawHeaders, pseudonyms: Pseudonyms): HeaderShapes {
  const redacted: [string, string][] = [];
  let others = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (ignored.has(name)) continue;
    const redact = Object.hasOwn(shown, name) ? shown[name] : undefined;
    if (redact === undefined) others += 1;
    else
      redacted.push([
        name,
        [value]
          .flat()
          .map((one) => redact(one, pseudonyms))
          .join(', '),
      ]);
  }
  redacted.sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(others === 0 ? redacted : [...redacted, ['<others>', `<${others}>`]]);
}
