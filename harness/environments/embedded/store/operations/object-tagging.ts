import { xmlAnswer } from '../http/answer.ts';
import { readXml } from '../http/read-xml.ts';
import type { TagSet } from '../storage/stored-object.ts';
import { child } from './bucket-configuration/configuration-kind.ts';
import { configurationKinds } from './bucket-configuration/configuration-kinds.ts';
import { repeated, shaped } from './bucket-configuration/xml-shape.ts';
import { findObject } from './find-version.ts';
import { versionHeader } from './object-headers.ts';
import type { ObjectContext, Operation } from './operation.ts';
import { readTagSet, tagSetElement } from './tag-set.ts';

const largestDocument = 64 * 1024;
const { shape } = configurationKinds.tagging;

export const getObjectTagging: Operation<ObjectContext> = (context) => {
  const object = findObject(context);
  return xmlAnswer('Tagging', { TagSet: tagSetElement(object.tags) }, versionHeader(context.bucket, object));
};

export const putObjectTagging: Operation<ObjectContext> = async (context) => {
  findObject(context);
  const { content } = await context.payload(largestDocument);
  const document = shaped(await readXml(content, 'Tagging', repeated(shape)), shape);
  return { status: 200, headers: retag(context, readTagSet(child(document, 'TagSet'))) };
};

export const deleteObjectTagging: Operation<ObjectContext> = (context) => ({
  status: 204,
  headers: retag(context, new Map()),
});

function retag(context: ObjectContext, tags: TagSet): Record<string, string> {
  const object = findObject(context);
  context.bucket.amend(object, { ...object, tags });
  return versionHeader(context.bucket, object);
}
