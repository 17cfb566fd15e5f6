import type { S3Store } from '../snapshot/snapshot.ts';
import type { Grants } from './facts.ts';
import { grantRemedy } from './grant-remedy.ts';

/** What to do about an object that QScan could not read. */
export interface ReadRemedy {
  readonly remedy: string;
  /** Field of the object store that is to blame; undefined: none is. */
  readonly field?: 'access_url';
}

type Place = Pick<S3Store, 'bucket' | 'accessUrl'> & { readonly grants?: Grants | undefined };

/** By the words of a job report; undefined where they have to do. */
export function readRemedy(words: string, { bucket, accessUrl, grants }: Place): ReadRemedy | undefined {
  // A link with braces, escaped, or the same one for all objects, or none at all.
  const isOneForAll = accessUrl !== '' && !accessUrl.includes('{{') && words.includes(accessUrl);
  if (isOneForAll || /%7B%7B|record's url is no link/.test(words)) {
    return { remedy: 'the link of the record leads nowhere: write access_url with {{DIGEST}}', field: 'access_url' };
  }
  if (/\bkms:\w+/.test(words)) {
    return { remedy: "the bucket encrypts with a key of yours: allow kms:Decrypt on it to the keys' user" };
  }
  if (/\bAccessDenied\b/.test(words)) {
    const remedy = grantRemedy('s3:GetObject', bucket, grants);
    const isNamed = words.includes('s3:GetObject');
    return { remedy: isNamed ? remedy : `${remedy}, and kms:Decrypt where the bucket encrypts with a key of yours` };
  }
  return undefined;
}
