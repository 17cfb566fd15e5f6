import { createHmac } from 'node:crypto';

/** HMAC with SHA-256, the one step that AWS Signature Version 4 is made of. */
export function hmacSha256(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
