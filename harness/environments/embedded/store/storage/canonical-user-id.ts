import { createHash } from 'node:crypto';

/** The 64 hexadecimal digits by which S3 names an account as an owner; here they follow from the account's number. */
export function canonicalUserId(accountId: string): string {
  return createHash('sha256').update(`canonical user of ${accountId}`).digest('hex');
}
