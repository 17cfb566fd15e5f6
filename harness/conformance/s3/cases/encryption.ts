import { createHash } from 'node:crypto';
import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';

const put = (key: string, headers: Readonly<Record<string, string>>) => ({ method: 'PUT', key, body: 'x', headers });
const secret = Buffer.alloc(32, 'secret');
const customer = (key: Buffer, prefix = 'x-amz-') => ({
  [`${prefix}server-side-encryption-customer-algorithm`]: 'AES256',
  [`${prefix}server-side-encryption-customer-key`]: key.toString('base64'),
  [`${prefix}server-side-encryption-customer-key-md5`]: createHash('md5').update(key).digest('base64'),
});
const { 'x-amz-server-side-encryption-customer-key-md5': _, ...withoutMd5 } = customer(secret);

export const encryption: ConformanceGroup<S3Target> = {
  name: 'encryption',
  cases: [
    createMain,
    calls('none asked for', put('k', {}), { method: 'HEAD', key: 'k' }),
    calls('AES256', put('a', { 'x-amz-server-side-encryption': 'AES256' }), { method: 'HEAD', key: 'a' }),
    call('a key without KMS', put('a', { 'x-amz-server-side-encryption-aws-kms-key-id': 'k' })),
    calls('a key of the customer', put('c', customer(secret)), { key: 'c', headers: customer(secret) }),
    call('without its key', { key: 'c' }),
    call('head without its key', { method: 'HEAD', key: 'c' }),
    call('with another key', { key: 'c', headers: customer(Buffer.alloc(32, 'other')) }),
    call('a key for an object without', { key: 'k', headers: customer(secret) }),
    call('a key of a wrong length', put('w', customer(Buffer.alloc(16, 'short')))),
    call('a key without its MD5', put('w', withoutMd5)),
    call(
      'a key with a wrong MD5',
      put('w', { ...customer(secret), 'x-amz-server-side-encryption-customer-key-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }),
    ),
    call('two ways at once', put('w', { ...customer(secret), 'x-amz-server-side-encryption': 'AES256' })),
    call('copy with its key', {
      method: 'PUT',
      key: 'd',
      headers: { 'x-amz-copy-source': '{prefix}main/c', ...customer(secret, 'x-amz-copy-source-') },
    }),
    call('copy without its key', { method: 'PUT', key: 'd', headers: { 'x-amz-copy-source': '{prefix}main/c' } }),
  ],
};
