import type { Bucket } from '../storage/bucket.ts';
import type { Encryption } from '../storage/encryption.ts';
import { ownKeyArn } from './encryption-headers.ts';
import type { ObjectContext } from './operation.ts';

/**
 * Whether who asks may use the key of an object. A key of the customer's leaves that to IAM, as its policy does by default; the
 * account's own key for S3 is anybody's in the account. Throws `AccessDenied`.
 * Source: KMS developer guide, "Default key policy" and "AWS managed keys"; S3 user guide, "Using SSE-KMS", "Permissions".
 */
export function requireKeyUse(
  { bucket, require }: Pick<ObjectContext, 'require'> & { readonly bucket: Bucket },
  encryption: Encryption,
  action: 'kms:GenerateDataKey' | 'kms:Decrypt',
): void {
  if (encryption.kind !== 'aws:kms' && encryption.kind !== 'aws:kms:dsse') return;
  const { keyId } = encryption;
  if (keyId !== ownKeyArn(bucket) && !keyId.endsWith(':alias/aws/s3')) require(action, keyId);
}
