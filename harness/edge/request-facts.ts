import type { EdgeRequest } from './edge-route.ts';

/** Host name that a request is for: `:authority` or `Host`, else SNI; lower case, without port and closing dot. */
export function requestHost(request: EdgeRequest): string {
  const named = ('authority' in request ? request.authority : undefined) || request.headers.host;
  const sni = 'servername' in request.socket ? request.socket.servername : undefined;
  const host = named || (typeof sni === 'string' ? sni : '');
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** Headers as flat text, without the pseudo headers of h2; repeated ones joined as RFC 9110 section 5.2 allows. */
export function requestHeaders(request: EdgeRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
