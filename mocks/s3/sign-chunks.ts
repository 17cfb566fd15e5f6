import { hash } from 'node:crypto';
import { hmacSha256 } from './hmac-sha256.ts';
import type { SignedRequest } from './sign-request.ts';

const chunkSize = 64 * 1024;
const emptyHash = hash('sha256', '');

/** Length of a payload, in bytes, once `signChunks` has framed it. */
export function chunkedLength(length: number): number {
  const frame = (size: number) => size.toString(16).length + ';chunk-signature='.length + 64 + 4 + size;
  const whole = Math.floor(length / chunkSize);
  const rest = length % chunkSize;
  return whole * frame(chunkSize) + (rest > 0 ? frame(rest) : 0) + frame(0);
}

/**
 * Frames a payload as `STREAMING-AWS4-HMAC-SHA256-PAYLOAD` asks for it, each chunk signed after the one before.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function signChunks(bytes: Buffer, signed: SignedRequest): Buffer {
  const parts: Buffer[] = [];
  let previous = signed.signature;
  for (let offset = 0; ; offset += chunkSize) {
    const chunk = bytes.subarray(offset, offset + chunkSize);
    const chunkHash = hash('sha256', chunk);
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', signed.timestamp, signed.scope, previous, emptyHash, chunkHash].join(
      '\n',
    );
    previous = hmacSha256(signed.signingKey, text).toString('hex');
    parts.push(Buffer.from(`${chunk.length.toString(16)};chunk-signature=${previous}\r\n`), chunk, Buffer.from('\r\n'));
    if (chunk.length === 0) return Buffer.concat(parts);
  }
}
