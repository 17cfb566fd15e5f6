import type { S3Store } from '../snapshot/snapshot.ts';
import type { Grants } from './facts.ts';
import { grantRemedy } from './grant-remedy.ts';

/** What to do about an upload that S3 refused. */
export interface UploadRemedy {
  readonly remedy: string;
  /** Field of the object store that is to blame; undefined: none is. */
  readonly field?: 'bucket' | 'region';
}

type Place = Pick<S3Store, 'bucket' | 'region'> & { readonly grants?: Grants | undefined };

/** By S3's words (reference, artifacts.md section 6, "S3 answers worth telling apart"). */
const remedies: readonly (readonly [RegExp, (place: Place) => UploadRemedy])[] = [
  [
    /\bNoSuchBucket\b/,
    ({ bucket }) => ({ remedy: `make the bucket ${bucket}, or correct its name in the snapshot`, field: 'bucket' }),
  ],
  [
    /\b(?:PermanentRedirect|AuthorizationHeaderMalformed)\b/,
    ({ bucket, region }) => ({
      remedy: `${bucket} lies in another region than ${region}: set region to the bucket's own (without it Qtap takes us-east-1)`,
      field: 'region',
    }),
  ],
  [
    /\bRequestTimeTooSkewed\b/,
    () => ({ remedy: "the node's clock is off by more than 15 minutes: let it follow NTP" }),
  ],
  [
    /\bInvalidAccessKeyId\b/,
    () => ({
      remedy:
        'AWS knows no such key: put a key of the user into the Secret and restart the pods: they keep what it held when they started',
    }),
  ],
  [
    /\bSignatureDoesNotMatch\b/,
    () => ({ remedy: 'the secret key is not that of the access key: copy both anew into the Secret' }),
  ],
  [
    /\bkms:\w+/,
    () => ({
      remedy:
        'the bucket encrypts with a key that the user may not use: allow kms:GenerateDataKey and kms:Decrypt on it',
    }),
  ],
  [/\bAccessDenied\b/, ({ bucket, grants }) => ({ remedy: grantRemedy('s3:PutObject', bucket, grants) })],
];

/** What to do where S3 said this of an upload to that place; undefined where its own words have to do. */
export function uploadRemedy(words: string, place: Place): UploadRemedy | undefined {
  return remedies.find(([pattern]) => pattern.test(words))?.[1](place);
}
