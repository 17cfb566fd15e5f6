import { call, type S3Case } from './call.ts';
import type { RequestSpec } from './request-spec.ts';

/** The request that makes a bucket in the region of the run. */
export function creation(bucket: string, headers: Readonly<Record<string, string>> = {}): RequestSpec {
  return {
    method: 'PUT',
    bucket,
    headers,
    body: '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>',
  };
}

/** Most groups work in a bucket of the name `main`. */
export const createMain: S3Case = call('create the bucket', creation('main'));
