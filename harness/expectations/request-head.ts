import type { Exchange } from '../edge/exchange.ts';

/** Request line, host (which h2 sends as no header) and headers as one text, in which a value may stand as in a body. */
export function requestHead({ method, host, path, requestHeaders }: Exchange): Buffer {
  const headers = Object.entries(requestHeaders).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`${method} ${path}`, host, ...headers].join('\n'));
}

/** How a request's body is encoded, by HTTP's header or by that of a Connect stream. */
export function contentEncoding({ requestHeaders }: Exchange): string | undefined {
  return requestHeaders['content-encoding'] ?? requestHeaders['connect-content-encoding'];
}
