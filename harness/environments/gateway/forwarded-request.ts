import type { RequestHead } from '../embedded/store/http/request-head.ts';

/** About the connection to the client, or its signature: both end here. */
const dropped = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expected-bucket-owner',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
]);

const signatureParameters = new Set([
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

/** A client's request as the store behind shall see it: by path style, without its signature and the framing of its body. */
export function forwardedRequest(head: RequestHead): {
  method: string;
  path: string;
  query: RequestHead['query'];
  headers: Record<string, string>;
} {
  const { bucket, style } = head.target;
  const headers: Record<string, string> = {};
  for (const [name, value] of head.headers) {
    if (dropped.has(name)) continue;
    const kept = name === 'content-encoding' ? withoutChunking(value) : value;
    if (kept !== '') headers[name] = kept;
  }
  return {
    method: head.method,
    path: style === 'virtual-host' ? `/${bucket}${head.path}` : head.path,
    query: head.query.filter(([name]) => !signatureParameters.has(name.toLowerCase())),
    headers,
  };
}

function withoutChunking(encoding: string): string {
  return encoding
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked')
    .join(',');
}
