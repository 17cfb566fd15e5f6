import type { RequestHead } from '../http/request-head.ts';
import { uriEncode, uriEncodePath } from './uri-encode.ts';

/**
 * SigV4's canonical request in S3's flavour: the path encoded once and not normalised, the query sorted by encoded name
 * and value without `X-Amz-Signature`. Source: IAM user guide, "Create a signed AWS API request".
 */
export function canonicalRequest(head: RequestHead, signedHeaders: readonly string[], payloadHash: string): string {
  const query = head.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [uriEncode(name), uriEncode(value)])
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = signedHeaders
    .map((name) => `${name}:${(head.headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`)
    .join('');
  return [head.method, uriEncodePath(head.path), query, headers, signedHeaders.join(';'), payloadHash].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
