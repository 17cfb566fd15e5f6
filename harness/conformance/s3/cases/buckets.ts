import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain, creation } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';

const constraint = (region: string) =>
  `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;

export const buckets: ConformanceGroup<S3Target> = {
  name: 'buckets',
  cases: [
    createMain,
    call('create it again', creation('main')),
    ...['Upper', 'a_b', 'dot..dot', 'end-', 'x'.repeat(70)].map((bucket) =>
      call(`create, bad name ${bucket.slice(0, 12)}`, creation(bucket)),
    ),
    call('create without a region at a regional endpoint', { method: 'PUT', bucket: 'unplaced' }),
    call('create in another region', { method: 'PUT', bucket: 'elsewhere', body: constraint('eu-west-1') }),
    call('create in no region', { method: 'PUT', bucket: 'nowhere', body: constraint('mars-1') }),
    call('create in us-east-1 by name', { method: 'PUT', bucket: 'virginia', body: constraint('us-east-1') }),
    call('create from broken XML', { method: 'PUT', bucket: 'broken', body: '<CreateBucketConfiguration>' }),
    call('create from another document', { method: 'PUT', bucket: 'foreign', body: '<Delete></Delete>' }),
    call('create with an ownership', creation('owned', { 'x-amz-object-ownership': 'ObjectWriter' })),
    call('its ownership', { bucket: 'owned', query: { ownershipControls: '' } }),
    call('create with an ownership that is none', creation('disowned', { 'x-amz-object-ownership': 'Nobody' })),
    call('create with a public list', creation('open', { 'x-amz-acl': 'public-read' })),
    call('location', { query: { location: '' } }),
    call('head', { method: 'HEAD' }),
    call('head none', { method: 'HEAD', bucket: 'none' }),
    call('list the objects of none', { bucket: 'none' }),
    call('location of none', { bucket: 'none', query: { location: '' } }),
    call('delete none', { method: 'DELETE', bucket: 'none' }),
    call('expected owner', { method: 'HEAD', headers: { 'x-amz-expected-bucket-owner': '000000000000' } }),
    call('unexpected owner', { headers: { 'x-amz-expected-bucket-owner': '111111111111' } }),
    call('owner that is no account', { headers: { 'x-amz-expected-bucket-owner': 'me' } }),
    call('list of buckets by prefix', { bucket: '', query: { prefix: '{prefix}' } }),
    call(
      'a page of the list of buckets',
      { bucket: '', query: { prefix: '{prefix}', 'max-buckets': '1' } },
      { token: 'ContinuationToken' },
    ),
    call('the next page', { bucket: '', query: { prefix: '{prefix}', 'continuation-token': '{token}' } }),
    call('buckets of a region', { bucket: '', query: { prefix: '{prefix}', 'bucket-region': 'us-west-2' } }),
    calls(
      'delete a bucket with an object',
      { method: 'PUT', key: 'one', body: '1' },
      { method: 'DELETE' },
      { method: 'DELETE', key: 'one' },
      { method: 'DELETE' },
      { method: 'HEAD' },
    ),
    ...(['POST', 'PATCH'] as const).map((method) => call(`${method} on a bucket`, { method, bucket: 'owned' })),
    call('POST on the service', { method: 'POST', bucket: '' }),
    call('DELETE of versioning', { method: 'DELETE', bucket: 'owned', query: { versioning: '' } }),
  ],
};
