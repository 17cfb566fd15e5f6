import { createHash, createHmac } from 'node:crypto';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface SignableRequest {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names; without `host`, which comes from the URL. All of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** Value of `x-amz-content-sha256`. */
  readonly payload: string;
  readonly time: Date;
}

export interface SignedRequest {
  readonly headers: Record<string, string>;
  /** What the first chunk of a streamed payload refers to. */
  readonly signature: string;
  readonly signingKey: Buffer;
  readonly scope: string;
  readonly timestamp: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/**
 * AWS Signature Version 4 in the header. Written here because the SDK's signer costs 150 ms of import and this is called for
 * every upload; keys and paths are plain ASCII, so nothing needs escaping.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signRequest(credentials: S3Credentials, request: SignableRequest): SignedRequest {
  const timestamp = request.time.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const date = timestamp.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-content-sha256': request.payload,
    'x-amz-date': timestamp,
  };
  const names = Object.keys(headers).sort();
  const signedNames = names.join(';');
  const canonical = [
    request.method,
    request.url.pathname,
    '',
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    signedNames,
    request.payload,
  ].join('\n');
  const scope = `${date}/${credentials.region}/s3/aws4_request`;
  const signingKey = signingKeyOf(credentials, date);
  const signature = hmac(signingKey, ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n')).toString(
    'hex',
  );
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
    hmac,
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  signingKeys.set(credentials, { date, key });
  return key;
}

const chunkSize = 64 * 1024;
const emptyHash = sha256('');

/** Length of a payload once `signChunks` has framed it. */
export function chunkedLength(length: number): number {
  const frame = (size: number) => size.toString(16).length + ';chunk-signature='.length + 64 + 4 + size;
  const whole = Math.floor(length / chunkSize);
  const rest = length % chunkSize;
  return whole * frame(chunkSize) + (rest > 0 ? frame(rest) : 0) + frame(0);
}

/**
 * Frames a payload as `STREAMING-AWS4-HMAC-SHA256-PAYLOAD` asks for it, each chunk signed after the one before.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function signChunks(bytes: Buffer, signed: SignedRequest): Buffer {
  const parts: Buffer[] = [];
  let previous = signed.signature;
  for (let offset = 0; ; offset += chunkSize) {
    const chunk = bytes.subarray(offset, offset + chunkSize);
    const hash = createHash('sha256').update(chunk).digest('hex');
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', signed.timestamp, signed.scope, previous, emptyHash, hash].join('\n');
    previous = hmac(signed.signingKey, text).toString('hex');
    parts.push(Buffer.from(`${chunk.length.toString(16)};chunk-signature=${previous}\r\n`), chunk, Buffer.from('\r\n'));
    if (chunk.length === 0) return Buffer.concat(parts);
  }
}
