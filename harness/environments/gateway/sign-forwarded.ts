import type { RequestHead } from '../embedded/store/http/request-head.ts';
import { canonicalRequest } from '../embedded/store/signature/canonical-request.ts';
import { formatScope, hmac, sha256Hex, signingKey } from '../embedded/store/signature/signing-key.ts';
import type { ObjectStoreAccess } from '../environment.ts';

/** A request on its way to the store behind. */
export interface ForwardedRequest {
  readonly method: string;
  /** Decoded, with the bucket in front. */
  readonly path: string;
  /** Decoded. */
  readonly query: RequestHead['query'];
  /** Lower-case names; without `host`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Value of `x-amz-content-sha256`. */
  readonly payloadHash: string;
}

/** The headers of a request, signed for a store. Source: IAM user guide, "Create a signed AWS API request". */
export function signForwarded(
  access: ObjectStoreAccess,
  request: ForwardedRequest,
  now: number,
): Record<string, string> {
  const { method, path, query, payloadHash } = request;
  const timestamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    ...request.headers,
    host: new URL(access.endpoint).host,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': timestamp,
    ...(access.sessionToken !== undefined && { 'x-amz-security-token': access.sessionToken }),
  };
  const names = Object.keys(headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-'))
    .sort();
  const target = { bucket: undefined, key: undefined, style: 'path', hostRegion: undefined, global: false } as const;
  const head = { method, host: '', path, query, headers: new Map(Object.entries(headers)), target, secure: false };
  const canonical = canonicalRequest({ ...head, remoteAddress: undefined }, names, payloadHash);
  const scope = { date: timestamp.slice(0, 8), region: access.region, service: 's3' };
  const text = ['AWS4-HMAC-SHA256', timestamp, formatScope(scope), sha256Hex(canonical)].join('\n');
  const signature = hmac(signingKey(access.secretAccessKey, scope), text).toString('hex');
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${access.accessKeyId}/${formatScope(scope)}, ` +
    `SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return headers;
}
