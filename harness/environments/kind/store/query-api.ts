import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ObjectStoreAccess } from '../../environment.ts';

/** A refusal of an AWS query API. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  /** As AWS names it, for example `NoSuchEntity`. */
  readonly code: string;

  constructor(action: string, status: number, body: string) {
    const code = /<Code>([^<]*)/.exec(body)?.[1] ?? String(status);
    super(`${action}: ${code} ${/<Message>([^<]*)/.exec(body)?.[1] ?? ''}`.trim());
    this.code = code;
  }
}

class Sha256 {
  readonly #hash;

  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

/**
 * Calls an action of IAM in its query form, and answers with the XML. Six actions do not pay for the SDK's client. Throws
 * `QueryError`.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/
 */
export async function callIam(
  access: ObjectStoreAccess,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const { endpoint, accessKeyId, secretAccessKey } = access;
  const url = new URL(endpoint);
  const body = new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }).toString();
  // IAM is signed for one region, whatever the bucket's.
  const signer = new SignatureV4({
    service: 'iam',
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: '/',
    query: {},
    headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body,
  });
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (!response.ok) throw new QueryError(action, response.status, text);
  return text;
}
