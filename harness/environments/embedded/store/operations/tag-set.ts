import { S3Error } from '../errors/s3-error.ts';
import type { XmlElements } from '../http/xml.ts';
import type { TagSet } from '../storage/stored-object.ts';
import { children, textOf } from './bucket-configuration/configuration-kind.ts';
import { requireTags } from './bucket-configuration/tags.ts';

const mostTags = 10;

/** Tags of an object from a `TagSet` element. Throws `InvalidTag`, `BadRequest`. */
export function readTagSet(tagSet: XmlElements | undefined): TagSet {
  const tags = children(tagSet ?? {}, 'Tag');
  if (tags.length > mostTags)
    throw new S3Error('BadRequest', { message: `Object tags cannot be greater than ${mostTags}` });
  requireTags(tagSet, 'Your TagKey cannot be prefixed with aws:');
  return new Map(tags.map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? '']));
}

/** Tags from `x-amz-tagging`, which has the form of a query. Throws `InvalidArgument` and what `readTagSet` throws. */
export function readTaggingHeader(value: string | undefined): TagSet {
  if (value === undefined || value === '') return new Map();
  const pairs = [...new URLSearchParams(value)];
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw new S3Error('InvalidArgument', {
      message:
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      fields: { ArgumentName: 'x-amz-tagging', ArgumentValue: value },
    });
  }
  return readTagSet({ Tag: pairs.map(([Key, Value]) => ({ Key, Value })) });
}

export function tagSetElement(tags: TagSet): XmlElements {
  return { Tag: [...tags].map(([Key, Value]) => ({ Key, Value })) };
}
