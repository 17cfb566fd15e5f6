import { type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Accounts, Principal } from '../accounts.ts';
import { S3Error } from '../errors/s3-error.ts';
import { queryValue, type RequestHead } from '../http/request-head.ts';
import { canonicalRequest } from './canonical-request.ts';
import type { Credentials } from './credentials.ts';
import { formatScope, hmac, parseTimestamp, sha256Hex, signingKey } from './signing-key.ts';

const skewMilliseconds = 15 * 60 * 1000;

/** A verified signer, and what the signatures of its upload's chunks continue. */
export interface Signer {
  readonly principal: Principal;
  /** Value of `x-amz-content-sha256`; `UNSIGNED-PAYLOAD` for a presigned URL without one. */
  readonly payloadHash: string;
  readonly seed: ChunkSeed;
}

export interface ChunkSeed {
  readonly key: KeyObject;
  readonly timestamp: string;
  readonly scope: string;
  readonly signature: string;
}

/**
 * Verifies the signature of a request against the secret of its access key. `region` is the endpoint's.
 * Throws `AuthorizationHeaderMalformed`, `RequestTimeTooSkewed`, `InvalidAccessKeyId`, `SignatureDoesNotMatch` and their kin.
 */
export function authenticate(
  head: RequestHead,
  credentials: Credentials,
  region: string,
  accounts: Accounts,
  now: number,
): Signer {
  requireRegion(credentials, region);
  requireTime(credentials, now);
  const principal = accounts.find(credentials.accessKeyId);
  if (principal === undefined) {
    throw new S3Error('InvalidAccessKeyId', { fields: { AWSAccessKeyId: credentials.accessKeyId } });
  }
  if (head.headers.has('x-amz-security-token') || queryValue(head, 'X-Amz-Security-Token') !== undefined) {
    throw new S3Error('InvalidToken');
  }
  requireSignedHeaders(head, credentials);

  const payloadHash = payloadHashOf(head, credentials);
  const canonical = canonicalRequest(head, credentials.signedHeaders, payloadHash);
  const scope = formatScope(credentials.scope);
  const stringToSign = ['AWS4-HMAC-SHA256', credentials.timestamp, scope, sha256Hex(canonical)].join('\n');
  const key = signingKey(principal.secretAccessKey, credentials.scope);
  if (!equalSignatures(hmac(key, stringToSign).toString('hex'), credentials.signature)) {
    throw new S3Error('SignatureDoesNotMatch', {
      fields: {
        AWSAccessKeyId: credentials.accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: credentials.signature,
        StringToSignBytes: hexBytes(stringToSign),
        CanonicalRequest: canonical,
        CanonicalRequestBytes: hexBytes(canonical),
      },
    });
  }
  return {
    principal,
    payloadHash,
    seed: { key, timestamp: credentials.timestamp, scope, signature: credentials.signature },
  };
}

/** Compares without telling by its duration how much agrees. */
export function equalSignatures(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function requireRegion({ source, scope }: Credentials, region: string): void {
  if (scope.region === region) return;
  const wrong = `the region '${scope.region}' is wrong; expecting '${region}'`;
  throw source === 'header'
    ? new S3Error('AuthorizationHeaderMalformed', {
        message: `The authorization header is malformed; ${wrong}`,
        fields: { Region: region },
      })
    : new S3Error('AuthorizationQueryParametersError', {
        message: `Error parsing the X-Amz-Credential parameter; ${wrong}`,
        fields: { Region: region },
      });
}

function requireTime({ source, scope, timestamp, expires }: Credentials, now: number): void {
  const time = parseTimestamp(timestamp);
  if (time === undefined) {
    throw source === 'header'
      ? new S3Error('AccessDenied', { message: 'AWS authentication requires a valid Date or x-amz-date header' })
      : new S3Error('AuthorizationQueryParametersError', {
          message: "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
        });
  }
  const day = timestamp.slice(0, 8);
  if (scope.date !== day) {
    const message = `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${day}".`;
    throw source === 'header'
      ? new S3Error('AuthorizationHeaderMalformed', { message: `The authorization header is malformed; ${message}` })
      : new S3Error('AuthorizationQueryParametersError', {
          message: `Error parsing the X-Amz-Credential parameter; ${message}`,
        });
  }
  const serverTime = new Date(now).toISOString();
  if (expires === undefined) {
    if (Math.abs(now - time) <= skewMilliseconds) return;
    throw new S3Error('RequestTimeTooSkewed', {
      fields: { RequestTime: timestamp, ServerTime: serverTime, MaxAllowedSkewMilliseconds: skewMilliseconds },
    });
  }
  if (time - now > skewMilliseconds) {
    throw new S3Error('AccessDenied', { message: 'Request is not yet valid', fields: { ServerTime: serverTime } });
  }
  const end = time + expires * 1000;
  if (now > end) {
    throw new S3Error('AccessDenied', {
      message: 'Request has expired',
      fields: { 'X-Amz-Expires': expires, Expires: new Date(end).toISOString(), ServerTime: serverTime },
    });
  }
}

function requireSignedHeaders(head: RequestHead, { signedHeaders }: Credentials): void {
  const signed = new Set(signedHeaders);
  const unsigned = ['host', ...[...head.headers.keys()].filter((name) => name.startsWith('x-amz-'))].filter(
    (name) => !signed.has(name),
  );
  if (unsigned.length === 0) return;
  throw new S3Error('AccessDenied', {
    message: 'There were headers present in the request which were not signed',
    fields: { HeadersNotSigned: unsigned.join(', ') },
  });
}

function payloadHashOf(head: RequestHead, { source }: Credentials): string {
  const value = head.headers.get('x-amz-content-sha256') ?? queryValue(head, 'X-Amz-Content-Sha256');
  if (value !== undefined) return value;
  if (source === 'query') return 'UNSIGNED-PAYLOAD';
  throw new S3Error('InvalidRequest', { message: 'Missing required header for this request: x-amz-content-sha256' });
}

function hexBytes(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
}
