import { createSecretKey } from 'node:crypto';
import type { Principal } from '../accounts.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { Signer } from './authenticate.ts';

/** Whoever sends a request without a signature: no account's, and allowed only what a bucket's policy allows everybody. */
export const anonymous: Principal = { accessKeyId: '', secretAccessKey: '', accountId: '', arn: 'anonymous' };

const noKey = createSecretKey(Buffer.alloc(0));

export function anonymousSigner({ headers }: RequestHead): Signer {
  return {
    principal: anonymous,
    payloadHash: headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
    seed: { key: noKey, timestamp: '', scope: '', signature: '' },
  };
}
