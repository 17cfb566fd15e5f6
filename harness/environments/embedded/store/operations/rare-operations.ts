import { bucketConfigurationRules } from './bucket-configuration/rules.ts';
import type { BucketContext, ObjectContext, Operation } from './operation.ts';

/** Loads an operation when the first client asks for it: a start must not wait for what most runs never use. */
function later<Context>(load: () => Promise<Operation<Context>>): Operation<Context> {
  return async (context) => (await load())(context);
}

const configurationNames = Object.keys(bucketConfigurationRules) as (keyof typeof bucketConfigurationRules)[];

export const rareBucketOperations = {
  ...(Object.fromEntries(
    configurationNames.map((name) => [
      name,
      later(async () => (await import('./bucket-configuration/operations.ts')).bucketConfigurationOperations[name]),
    ]),
  ) as Record<keyof typeof bucketConfigurationRules, Operation<BucketContext>>),
  ListMultipartUploads: later(async () => (await import('./multipart/list-uploads.ts')).listMultipartUploads),
  ListObjectVersions: later(async () => (await import('./list-versions.ts')).listObjectVersions),
  PostObject: later(async () => (await import('./post-form/post-object.ts')).postObject),
};

const objectLock = later<ObjectContext>(async () => (await import('./object-lock.ts')).refuseObjectLock);

export const rareObjectOperations = {
  AbortMultipartUpload: later<ObjectContext>(
    async () => (await import('./multipart/abort-upload.ts')).abortMultipartUpload,
  ),
  CompleteMultipartUpload: later<ObjectContext>(
    async () => (await import('./multipart/complete-upload.ts')).completeMultipartUpload,
  ),
  CopyObject: later<ObjectContext>(async () => (await import('./copy-object.ts')).copyObject),
  CreateMultipartUpload: later<ObjectContext>(
    async () => (await import('./multipart/create-upload.ts')).createMultipartUpload,
  ),
  DeleteObjectTagging: later<ObjectContext>(async () => (await import('./object-tagging.ts')).deleteObjectTagging),
  GetObjectAcl: later<ObjectContext>(async () => (await import('./object-acl.ts')).getObjectAcl),
  GetObjectAttributes: later<ObjectContext>(async () => (await import('./object-attributes.ts')).getObjectAttributes),
  GetObjectLegalHold: objectLock,
  GetObjectRetention: objectLock,
  GetObjectTagging: later<ObjectContext>(async () => (await import('./object-tagging.ts')).getObjectTagging),
  ListParts: later<ObjectContext>(async () => (await import('./multipart/list-parts.ts')).listParts),
  PutObjectAcl: later<ObjectContext>(async () => (await import('./object-acl.ts')).putObjectAcl),
  PutObjectLegalHold: objectLock,
  PutObjectRetention: objectLock,
  PutObjectTagging: later<ObjectContext>(async () => (await import('./object-tagging.ts')).putObjectTagging),
  UploadPart: later<ObjectContext>(async () => (await import('./multipart/upload-part.ts')).uploadPart),
  UploadPartCopy: later<ObjectContext>(async () => (await import('./multipart/upload-part.ts')).uploadPartCopy),
};
