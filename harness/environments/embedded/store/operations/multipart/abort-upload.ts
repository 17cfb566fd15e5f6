import type { ObjectContext, Operation } from '../operation.ts';
import { findUpload } from './find-upload.ts';

export const abortMultipartUpload: Operation<ObjectContext> = (context) => {
  const upload = findUpload(context);
  for (const { content } of upload.parts.values()) content.release();
  context.bucket.uploads.delete(upload.id);
  return { status: 204 };
};
