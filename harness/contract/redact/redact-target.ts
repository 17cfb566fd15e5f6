import { restPaths, rpcMethods } from '../known-calls.ts';
import type { Pseudonyms } from './pseudonyms.ts';

const knownSegments = new Set([...restPaths, ...rpcMethods.keys()].flatMap((path) => path.split('/')));

/** Parameters of a query; those of Connect's GET form included (https://connectrpc.com/docs/protocol). */
const parameters = new Set(['version', 'key', 'token', 'access_token', 'encoding', 'base64', 'connect', 'message']);
const secretKinds: Readonly<Record<string, 'key' | 'token'>> = { key: 'key', token: 'token', access_token: 'token' };

/** Path and query of a request: segments, parameters and values that are no part of the contract become placeholders. */
export function redactTarget(target: string, pseudonyms: Pseudonyms): string {
  if (!target.startsWith('/')) return '<target>';
  const [path = '', query] = target.split(/\?(.*)/s, 2);
  const segments = path.split('/').map((segment) => (knownSegments.has(segment) ? segment : '<segment>'));
  const redacted = segments.join('/');
  if (query === undefined) return redacted;
  return `${redacted}?${query.split('&').map(redactParameter).join('&')}`;

  function redactParameter(parameter: string): string {
    const [name = '', value] = parameter.split(/=(.*)/s, 2);
    // A part without "=" is all value.
    if (value === undefined) return '<string>';
    if (!parameters.has(name)) return '<name>=<string>';
    const kind = secretKinds[name];
    if (kind !== undefined) return `${name}=${pseudonyms(kind, decoded(value))}`;
    return name === 'version' && value === 'v2' ? parameter : `${name}=<string>`;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
