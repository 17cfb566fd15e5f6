import { S3Error } from '../../errors/s3-error.ts';
import type { BucketContext } from '../operation.ts';

const blocked = {
  BlockPublicAcls: 'public access control lists (ACLs)',
  BlockPublicPolicy: 'public policies',
} as const;

/** S3's refusal of what a setting of Block Public Access forbids. */
export function blockedAccess(
  setting: keyof typeof blocked,
  { signer }: BucketContext,
  action: string,
  resource: string,
): S3Error {
  return new S3Error('AccessDenied', {
    message: `User: ${signer.principal.arn} is not authorized to perform: ${action} on resource: "${resource}" because ${blocked[setting]} are blocked by the ${setting} block public access setting.`,
  });
}
