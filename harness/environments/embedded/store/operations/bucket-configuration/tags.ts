import { S3Error } from '../../errors/s3-error.ts';
import type { XmlElements } from '../../http/xml.ts';
import { children, textOf } from './configuration-kind.ts';

const longestKey = 128;
const longestValue = 256;

/** What S3 asks of a tag set, a bucket's or an object's, which differ in what they say to a tag of the system. Throws `InvalidTag`. */
export function requireTags(tagSet: XmlElements | undefined, ofTheSystem: string): void {
  const seen = new Set<string>();
  for (const tag of children(tagSet ?? {}, 'Tag')) {
    const key = textOf(tag, 'Key') ?? '';
    const value = textOf(tag, 'Value') ?? '';
    const refuse = (message: string) => new S3Error('InvalidTag', { message, fields: { TagKey: key } });
    if (seen.has(key)) throw refuse('Cannot provide multiple Tags with the same key');
    if (key.startsWith('aws:')) throw refuse(ofTheSystem);
    if (key === '' || [...key].length > longestKey || !allowed.test(key))
      throw refuse('The TagKey you have provided is invalid');
    if ([...value].length > longestValue || !allowed.test(value)) {
      throw new S3Error('InvalidTag', {
        message: 'The TagValue you have provided is invalid',
        fields: { TagKey: key, TagValue: value },
      });
    }
    seen.add(key);
  }
}

/** Source: S3 user guide, "Tagging restrictions". */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
