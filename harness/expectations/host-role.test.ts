import { expect, test } from 'vitest';
import { hostRole } from './host-role.ts';

const at = { file: 'snapshot.yaml', line: 7 };
const store = { bucket: 'acme', endpoint: 's3.eu-central-1.amazonaws.com', region: 'eu-central-1', at };
const china = { bucket: 'acme', endpoint: 'https://s3.cn-north-1.amazonaws.com.cn', region: 'cn-north-1', at };
const own = { bucket: 'acme', endpoint: 'http://minio.example:9000', region: 'us-east-1', at };
const roleOf = (host: string, path = '/key', of: typeof store | undefined = store) =>
  hostRole({ host, path }, of, new Set(['crm']));

test.each([
  ['api.qpoint.io', 'control'],
  ['realtime.ably.io', 'control'],
  ['foo.ably.io', 'other'],
  ['crm', 'workload'],
  ['warehouse.qpoint.io', 'storage'],
  ['x.warehouse.qpoint.io', 'other'],
  ['sts.amazonaws.com', 'other'],
  ['x.s3.cn-north-1.amazonaws.com.cn', 'storage'],
  ['traffic.harness.internal', 'harness'],
  ['', 'other'],
])('%s is %s', (host, expected) => {
  expect(roleOf(host)).toBe(expected);
  expect(roleOf(host, '/key', undefined)).toBe(expected);
});

test('the bucket is known under every name of its endpoint, and nothing else is', () => {
  expect(roleOf('acme.s3.dualstack.eu-central-1.amazonaws.com')).toBe('bucket');
  expect(roleOf('s3.eu-central-1.amazonaws.com', '/acme/key')).toBe('bucket');
  expect(roleOf('s3.eu-central-1.amazonaws.com', '/acme-2/key')).toBe('storage');
  expect(roleOf('acme.s3.us-east-1.amazonaws.com')).toBe('storage');
  expect(roleOf('acme.s3.dualstack.cn-north-1.amazonaws.com.cn', '/key', china)).toBe('bucket');
  expect(roleOf('acme.s3.cn-north-1.amazonaws.com', '/key', china)).toBe('storage');
  expect(roleOf('minio.example', '/acme/key', own)).toBe('bucket');
  expect(roleOf('minio.example', '/other/key', own)).toBe('storage');
  expect(roleOf('acme.s3.us-east-1.amazonaws.com', '/key', own)).toBe('storage');
});
