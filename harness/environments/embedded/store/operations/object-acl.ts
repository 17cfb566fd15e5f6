import { xmlAnswer } from '../http/answer.ts';
import { accessControlPolicy, admitAcl, listsCount, requestedAcl } from './bucket-configuration/acl.ts';
import { findObject } from './find-version.ts';
import { versionHeader } from './object-headers.ts';
import { type ObjectContext, type Operation, objectArn } from './operation.ts';

const largestDocument = 256 * 1024;

export const getObjectAcl: Operation<ObjectContext> = (context) => {
  const { bucket } = context;
  const object = findObject(context);
  const acl = listsCount(bucket) ? object.acl : undefined;
  return xmlAnswer('AccessControlPolicy', acl ?? accessControlPolicy(bucket.accountId), versionHeader(bucket, object));
};

export const putObjectAcl: Operation<ObjectContext> = async (context) => {
  const { bucket, head } = context;
  findObject(context);
  const { content } = await context.payload(largestDocument);
  const acl = admitAcl(
    context,
    await requestedAcl(bucket.accountId, head, content),
    's3:PutObjectAcl',
    objectArn(bucket.name, context.key),
  );
  const object = findObject(context);
  bucket.amend(object, { ...object, acl });
  return { status: 200, headers: versionHeader(bucket, object) };
};
