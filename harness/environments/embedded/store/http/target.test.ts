import { expect, test } from 'vitest';
import { parseTarget } from './target.ts';

test.each([
  ['s3.eu-central-1.amazonaws.com', '/b/k/l', 'b', 'k/l', 'eu-central-1', 'path'],
  ['s3.dualstack.eu-central-1.amazonaws.com:443', '/b', 'b', undefined, 'eu-central-1', 'path'],
  ['b.s3.eu-central-1.amazonaws.com', '/k', 'b', 'k', 'eu-central-1', 'virtual-host'],
  ['b.s3.dualstack.eu-central-1.amazonaws.com', '/', 'b', undefined, 'eu-central-1', 'virtual-host'],
  ['B.S3.Dualstack.us-gov-west-1.amazonaws.com', '//k', 'b', '/k', 'us-gov-west-1', 'virtual-host'],
  ['my.dotted.b.s3.us-east-1.amazonaws.com', '/k', 'my.dotted.b', 'k', 'us-east-1', 'virtual-host'],
  ['s3-eu-west-1.amazonaws.com', '/b/', 'b', undefined, 'eu-west-1', 'path'],
  ['s3.amazonaws.com', '/', undefined, undefined, undefined, 'path'],
  ['b.s3.amazonaws.com', '/k', 'b', 'k', undefined, 'virtual-host'],
  ['127.0.0.1:9000', '/b/k', 'b', 'k', undefined, 'path'],
])('%s%s', (host, path, bucket, key, hostRegion, style) => {
  expect(parseTarget(host, path)).toMatchObject({ bucket, key, hostRegion, style });
});
