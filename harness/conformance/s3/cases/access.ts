import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain, creation } from '../create-main.ts';
import type { RequestSpec } from '../request-spec.ts';
import type { S3Target } from '../s3-target.ts';

const policy = (fields: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::000000000000:root' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::{prefix}main/*',
        ...fields,
      },
    ],
  });
const put = (body: string): RequestSpec => ({ method: 'PUT', query: { policy: '' }, body });
const acl = (headers: Readonly<Record<string, string>>, body = ''): RequestSpec => ({
  method: 'PUT',
  bucket: 'listed',
  query: { acl: '' },
  headers,
  body,
});
const publicAccess = (value: boolean): RequestSpec => ({
  method: 'PUT',
  bucket: 'listed',
  query: { publicAccessBlock: '' },
  body: `<PublicAccessBlockConfiguration><BlockPublicAcls>${value}</BlockPublicAcls></PublicAccessBlockConfiguration>`,
});

export const access: ConformanceGroup<S3Target> = {
  name: 'policies and lists',
  cases: [
    createMain,
    call('make a bucket whose lists count', creation('listed', { 'x-amz-object-ownership': 'ObjectWriter' })),
    call('no policy', { query: { policy: '' } }),
    call('status of no policy', { query: { policyStatus: '' } }),
    calls('policy, put and get', put(policy()), { query: { policy: '' } }, { query: { policyStatus: '' } }),
    calls('policy, delete', { method: 'DELETE', query: { policy: '' } }, { query: { policy: '' } }),
    call('policy of no bucket', { bucket: 'none', query: { policy: '' } }),
    call('policy that is no JSON', put('nonsense')),
    call('policy that is broken JSON', put('{"Version":')),
    call('policy of nothing', put('')),
    call('policy for everybody', put(policy({ Principal: '*' }))),
    call('policy without a principal', put(policy({ Principal: undefined }))),
    call('policy for nobody', put(policy({ Principal: { AWS: 'nobody' } }))),
    call('policy without a resource', put(policy({ Resource: undefined }))),
    call('policy on another bucket', put(policy({ Resource: 'arn:aws:s3:::other/*' }))),
    call('policy of an action that is none', put(policy({ Action: 's3:Foo' }))),
    call('policy of an object action on the bucket', put(policy({ Resource: 'arn:aws:s3:::{prefix}main' }))),
    call('policy of an effect that is none', put(policy({ Effect: 'Maybe' }))),
    call('policy of an element that is none', put(policy({ Colour: 'blue' }))),
    call('policy of a version that is none', put(policy().replace('2012-10-17', '2026-01-01'))),
    call('list of a new bucket', { query: { acl: '' } }),
    call('list where none counts', { ...acl({ 'x-amz-acl': 'public-read' }), bucket: 'main' }),
    call('public list where that is blocked', acl({ 'x-amz-acl': 'public-read' })),
    calls('public list', publicAccess(false), acl({ 'x-amz-acl': 'public-read' }), {
      bucket: 'listed',
      query: { acl: '' },
    }),
    calls('private list', acl({ 'x-amz-acl': 'private' }), { bucket: 'listed', query: { acl: '' } }),
    call('list that is none', acl({ 'x-amz-acl': 'mine' })),
    call('no list', acl({})),
    call(
      'list and grant',
      acl({ 'x-amz-acl': 'private', 'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' }),
    ),
    calls('grant by header', acl({ 'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' }), {
      bucket: 'listed',
      query: { acl: '' },
    }),
    call('grant to a group that is none', acl({ 'x-amz-grant-read': 'uri="http://example.com"' })),
    call('grant to an id that is none', acl({ 'x-amz-grant-read': 'id="me"' })),
    call('broken list', acl({}, '<AccessControlPolicy>')),
    call('list without an owner', acl({}, '<AccessControlPolicy><AccessControlList/></AccessControlPolicy>')),
    call('nobody signed, bucket', { auth: 'none' }),
    call('nobody signed, object', { auth: 'none', key: 'k' }),
    call('nobody signed, put', { auth: 'none', method: 'PUT', key: 'k', body: 'x' }),
    call('nobody signed, service', { auth: 'none', bucket: '' }),
    call('nobody signed, no bucket', { auth: 'none', bucket: 'none' }),
  ],
};
