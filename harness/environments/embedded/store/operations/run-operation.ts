import type { Answer } from '../http/answer.ts';
import { bucketConfigurationOperations } from './bucket-configuration/operations.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listObjectVersions } from './list-versions.ts';
import { abortMultipartUpload } from './multipart/abort-upload.ts';
import { completeMultipartUpload } from './multipart/complete-upload.ts';
import { createMultipartUpload } from './multipart/create-upload.ts';
import { listParts } from './multipart/list-parts.ts';
import { listMultipartUploads } from './multipart/list-uploads.ts';
import { uploadPart, uploadPartCopy } from './multipart/upload-part.ts';
import { getObjectAcl, putObjectAcl } from './object-acl.ts';
import { getObjectAttributes } from './object-attributes.ts';
import { refuseObjectLock } from './object-lock.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './object-tagging.ts';
import type { BucketContext, ObjectContext, Operation, OperationContext } from './operation.ts';
import type { OperationName } from './operation-table.ts';
import { postObject } from './post-form/post-object.ts';
import { readObject } from './read-object.ts';
import { putObject } from './write-object.ts';

const onService: Partial<Record<OperationName, Operation<OperationContext>>> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
};

const onBucket: Partial<Record<OperationName, Operation<BucketContext>>> = {
  ...bucketConfigurationOperations,
  GetBucketLocation: getBucketLocation,
  ListMultipartUploads: listMultipartUploads,
  ListObjectVersions: listObjectVersions,
  ListObjectsV2: listObjectsV2,
  ListObjects: listObjects,
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  DeleteObjects: deleteObjects,
  PostObject: postObject,
};

const onObject: Partial<Record<OperationName, Operation<ObjectContext>>> = {
  ListParts: listParts,
  GetObjectAcl: getObjectAcl,
  PutObjectAcl: putObjectAcl,
  GetObjectAttributes: getObjectAttributes,
  GetObjectTagging: getObjectTagging,
  PutObjectTagging: putObjectTagging,
  DeleteObjectTagging: deleteObjectTagging,
  GetObjectRetention: refuseObjectLock,
  PutObjectRetention: refuseObjectLock,
  GetObjectLegalHold: refuseObjectLock,
  PutObjectLegalHold: refuseObjectLock,
  GetObject: readObject,
  HeadObject: readObject,
  UploadPartCopy: uploadPartCopy,
  UploadPart: uploadPart,
  CopyObject: copyObject,
  PutObject: putObject,
  AbortMultipartUpload: abortMultipartUpload,
  DeleteObject: deleteObject,
  CreateMultipartUpload: createMultipartUpload,
  CompleteMultipartUpload: completeMultipartUpload,
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
