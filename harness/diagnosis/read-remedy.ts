import type { S3Store } from '../snapshot/snapshot.ts';

/** What to do about an object that QScan could not read. */
export interface ReadRemedy {
  readonly remedy: string;
  /** Field of the object store that is to blame; undefined: none is. */
  readonly field?: 'access_url';
}

/** By the words of a job report; undefined where they have to do. */
export function readRemedy(words: string, { bucket }: Pick<S3Store, 'bucket'>): ReadRemedy | undefined {
  // A link with braces, escaped, or none at all.
  if (/%7B%7B|record's url is no link/.test(words)) {
    return { remedy: 'the link of the record leads nowhere: write access_url with {{DIGEST}}', field: 'access_url' };
  }
  if (/\bAccessDenied\b/.test(words)) {
    return {
      remedy: `allow s3:GetObject on arn:aws:s3:::${bucket}/* to the keys' user, and kms:Decrypt where the bucket encrypts with a key of yours`,
    };
  }
  return undefined;
}
