import { S3Error } from '../errors/s3-error.ts';

/** How a body travels, from `x-amz-content-sha256`. */
export type PayloadMode =
  | {
      readonly kind: 'plain' /** Lower-case hex; undefined for UNSIGNED-PAYLOAD. */;
      readonly sha256: string | undefined;
    }
  | { readonly kind: 'chunked'; readonly signed: boolean; readonly trailer: boolean };

const streaming: Readonly<Record<string, PayloadMode>> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { kind: 'chunked', signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { kind: 'chunked', signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { kind: 'chunked', signed: false, trailer: true },
};

/** Reads `x-amz-content-sha256`. Throws `InvalidArgument` for what S3 does not know. Source: S3 API reference, "SigV4 streaming". */
export function parsePayloadMode(value: string): PayloadMode {
  if (value === 'UNSIGNED-PAYLOAD') return { kind: 'plain', sha256: undefined };
  const mode = streaming[value];
  if (mode !== undefined) return mode;
  if (/^[0-9a-f]{64}$/i.test(value)) return { kind: 'plain', sha256: value.toLowerCase() };
  throw new S3Error('InvalidArgument', {
    message: `x-amz-content-sha256 must be UNSIGNED-PAYLOAD, ${Object.keys(streaming).join(', ')} or a valid sha256 value.`,
    fields: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: value },
  });
}
