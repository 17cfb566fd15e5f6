import { createHash, createHmac } from 'node:crypto';
import type { Principal } from '../accounts.ts';

/** A request as a client signs it; written apart from the store's own code, so that neither proves itself. */
export interface RequestToSign {
  readonly method: string;
  readonly host: string;
  /** Encoded path with query, parameters already in canonical order. */
  readonly path: string;
  readonly region: string;
  readonly principal: Pick<Principal, 'accessKeyId' | 'secretAccessKey'>;
  /** Value of `x-amz-content-sha256`. */
  readonly payloadHash: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly time?: Date;
}

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly signature: string;
  /** Signs chunk by chunk: call in order. */
  signChunk(data: Buffer): string;
  signTrailer(canonical: string): string;
}

export function sign({
  method,
  host,
  path,
  region,
  principal,
  payloadHash,
  headers = {},
  time = new Date(),
}: RequestToSign): SignedRequest {
  const stamp = time.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${stamp.slice(0, 8)}/${region}/s3/aws4_request`;
  const all: Record<string, string> = { ...headers, host, 'x-amz-date': stamp, 'x-amz-content-sha256': payloadHash };
  const names = Object.keys(all).sort();
  const [rawPath = '/', query = ''] = path.split('?');
  const canonical = [
    method,
    rawPath,
    query,
    ...names.map((name) => `${name}:${all[name]}`),
    '',
    names.join(';'),
    payloadHash,
  ].join('\n');
  const key = [stamp.slice(0, 8), region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (k, part) => hmac(k, part),
    `AWS4${principal.secretAccessKey}`,
  );
  const finish = (kind: string, ...rest: string[]) =>
    hmac(key, [kind, stamp, scope, ...rest].join('\n')).toString('hex');
  const signature = finish('AWS4-HMAC-SHA256', sha256(canonical));
  let previous = signature;
  return {
    signature,
    headers: {
      ...all,
      authorization: `AWS4-HMAC-SHA256 Credential=${principal.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    },
    signChunk(data) {
      previous = finish('AWS4-HMAC-SHA256-PAYLOAD', previous, sha256(''), sha256(data));
      return previous;
    },
    signTrailer(canonicalTrailer) {
      previous = finish('AWS4-HMAC-SHA256-TRAILER', previous, sha256(canonicalTrailer));
      return previous;
    },
  };
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
