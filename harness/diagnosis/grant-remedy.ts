import type { Grants } from './facts.ts';

/** What to do where S3 denies an action on objects of a bucket: the policy lacks it, or has it on the bucket itself. */
export function grantRemedy(action: Parameters<Grants>[0], bucket: string, grants: Grants | undefined): string {
  const own = `arn:aws:s3:::${bucket}`;
  if (grants?.(action, own) && !grants(action, `${own}/any`)) {
    return `the policy allows ${action} on the bucket, where it means nothing: give it ${own}/*, which are its objects`;
  }
  return `allow ${action} on ${own}/* to the keys' user`;
}
