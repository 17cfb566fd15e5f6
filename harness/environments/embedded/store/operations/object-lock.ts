import { S3Error } from '../errors/s3-error.ts';
import { findObject } from './find-version.ts';
import type { ObjectContext, Operation } from './operation.ts';

/** Retention and legal hold of an object: no bucket here has Object Lock, and S3 says so of such a bucket. */
export const refuseObjectLock: Operation<ObjectContext> = (context) => {
  findObject(context);
  throw new S3Error('InvalidRequest', { message: 'Bucket is missing Object Lock Configuration' });
};
