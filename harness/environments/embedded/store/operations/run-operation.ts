import type { Answer } from '../http/answer.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import type { BucketContext, ObjectContext, Operation, OperationContext } from './operation.ts';
import type { OperationName } from './operation-table.ts';
import { rareBucketOperations, rareObjectOperations } from './rare-operations.ts';
import { readObject } from './read-object.ts';
import { putObject } from './write-object.ts';

const onService: Partial<Record<OperationName, Operation<OperationContext>>> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
};

const onBucket: Partial<Record<OperationName, Operation<BucketContext>>> = {
  ...rareBucketOperations,
  GetBucketLocation: getBucketLocation,
  ListObjectsV2: listObjectsV2,
  ListObjects: listObjects,
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  DeleteObjects: deleteObjects,
};

const onObject: Partial<Record<OperationName, Operation<ObjectContext>>> = {
  ...rareObjectOperations,
  GetObject: readObject,
  HeadObject: readObject,
  PutObject: putObject,
  DeleteObject: deleteObject,
};

/** Whether an operation works on a bucket that must exist. */
export function needsBucket(name: OperationName): boolean {
  return onService[name] === undefined;
}

/** Runs an operation; `bucket` is there for each that `needsBucket`. */
export async function runOperation(
  name: OperationName,
  context: OperationContext & Partial<BucketContext>,
): Promise<Answer> {
  const service = onService[name];
  if (service !== undefined) return service(context);
  const { bucket } = context;
  if (bucket === undefined) throw new TypeError(`operation ${name} ran without its bucket`);
  const inBucket = { ...context, bucket };
  const operation = onBucket[name];
  if (operation !== undefined) return operation(inBucket);
  return (onObject[name] as Operation<ObjectContext>)({ ...inBucket, key: context.head.target.key ?? '' });
}
