import { hash } from 'node:crypto';
import { hmacSha256 } from './hmac-sha256.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface SignableRequest {
  readonly method: string;
  /** As in the `Host` header. */
  readonly host: string;
  /** Already encoded, without query. */
  readonly path: string;
  /** Already encoded, its names in order; without the question mark. */
  readonly query?: string;
  /** Lower-case names; without `host`. All of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** Value of `x-amz-content-sha256`: the body's SHA-256 in hex, or one of the words for a body that is not hashed whole. */
  readonly payload: string;
  readonly time: Date;
}

export interface SignedRequest {
  /** All to send, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the first chunk of a streamed payload refers to. */
  readonly signature: string;
  readonly signingKey: Buffer;
  readonly scope: string;
  readonly timestamp: string;
}

/**
 * AWS Signature Version 4 for S3, in the header. Written here because the SDK's signer costs 150 ms of import and this is called
 * for every object.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signRequest(credentials: S3Credentials, request: SignableRequest): SignedRequest {
  const { method, host, path, query = '', payload, time } = request;
  const timestamp = time.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const date = timestamp.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    host,
    'x-amz-content-sha256': payload,
    'x-amz-date': timestamp,
  };
  const names = Object.keys(headers).sort();
  const signedNames = names.join(';');
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}`);
  const canonical = [method, path, query, ...lines, '', signedNames, payload].join('\n');
  const scope = `${date}/${credentials.region}/s3/aws4_request`;
  const signingKey = signingKeyOf(credentials, date);
  const text = ['AWS4-HMAC-SHA256', timestamp, scope, hash('sha256', canonical)].join('\n');
  const signature = hmacSha256(signingKey, text).toString('hex');
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, ` +
    `SignedHeaders=${signedNames}, Signature=${signature}`;
  return { headers, signature, signingKey, scope, timestamp };
}

/** Keys hold for a day; making one takes four of the five HMACs of a signature. */
const signingKeys = new WeakMap<S3Credentials, { readonly date: string; readonly key: Buffer }>();

function signingKeyOf(credentials: S3Credentials, date: string): Buffer {
  const known = signingKeys.get(credentials);
  if (known?.date === date) return known.key;
  const key = [date, credentials.region, 's3', 'aws4_request'].reduce<Buffer>(
    hmacSha256,
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  signingKeys.set(credentials, { date, key });
  return key;
}
