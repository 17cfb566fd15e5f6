import { createHash } from 'node:crypto';
import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { RequestSpec } from '../request-spec.ts';
import type { S3Target } from '../s3-target.ts';

const body = 'Hello world!';
/** Checksums of `Hello world!`. */
const checksums: Readonly<Record<string, string>> = {
  crc32: 'G4UZlQ==',
  crc32c: 'e5jnUQ==',
  crc64nvme: 'STT34nhLDtw=',
  sha1: createHash('sha1').update(body).digest('base64'),
  sha256: createHash('sha256').update(body).digest('base64'),
};
const put = (headers: Readonly<Record<string, string>>, more: Partial<RequestSpec> = {}): RequestSpec => ({
  method: 'PUT',
  key: 'k',
  body,
  headers,
  ...more,
});
const streaming = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const unsigned = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const long = Buffer.alloc(20_000, 'chunk ');

export const integrity: ConformanceGroup<S3Target> = {
  name: 'integrity',
  cases: [
    createMain,
    ...Object.entries(checksums).flatMap(([algorithm, value]) => [
      calls(`${algorithm}, right`, put({ [`x-amz-checksum-${algorithm}`]: value }), {
        method: 'HEAD',
        key: 'k',
        headers: { 'x-amz-checksum-mode': 'ENABLED' },
      }),
      call(
        `${algorithm}, wrong`,
        put({ [`x-amz-checksum-${algorithm}`]: value.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }, { key: 'w' }),
      ),
      call(`${algorithm}, none`, put({ [`x-amz-checksum-${algorithm}`]: 'nonsense' }, { key: 'w' })),
      call(
        `${algorithm}, as a trailer`,
        put({}, { key: 't', chunk: 8192, payloadHash: unsigned, trailer: `x-amz-checksum-${algorithm}:${value}` }),
      ),
    ]),
    call(
      'two checksums',
      put({ 'x-amz-checksum-sha1': checksums.sha1 ?? '', 'x-amz-checksum-crc32': checksums.crc32 ?? '' }, { key: 'w' }),
    ),
    call('an algorithm without its value', put({ 'x-amz-sdk-checksum-algorithm': 'CRC32' }, { key: 'w' })),
    call('MD5, right', put({}, { md5: true })),
    call('MD5, wrong', put({ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, { key: 'w' })),
    call('MD5, none', put({ 'content-md5': 'nonsense' }, { key: 'w' })),
    calls('signed chunks', put({}, { key: 'c', body: long, chunk: 8192, payloadHash: streaming }), { key: 'c' }),
    call(
      'signed chunks, one wrong',
      put(
        {},
        {
          key: 'w',
          body: long,
          chunk: 8192,
          payloadHash: streaming,
          tamper: (request) => ({
            ...request,
            body: request.body.map((part) =>
              Buffer.from(part.toString('latin1').replace('chunk chunk', 'chunk chink'), 'latin1'),
            ),
          }),
        },
      ),
    ),
    call(
      'signed chunks and trailer',
      put(
        {},
        {
          key: 'c',
          chunk: 8192,
          payloadHash: `${streaming}-TRAILER`,
          trailer: `x-amz-checksum-crc32:${checksums.crc32}`,
        },
      ),
    ),
    call(
      'unsigned chunks, wrong trailer',
      put({}, { key: 'w', chunk: 8192, payloadHash: unsigned, trailer: 'x-amz-checksum-crc32:AAAAAA==' }),
    ),
    call('chunks of a small size', put({}, { key: 'w', body: long, chunk: 1000, payloadHash: streaming })),
    call(
      'chunks of another length',
      put(
        { 'x-amz-decoded-content-length': '5' },
        { key: 'w', chunk: 8192, payloadHash: unsigned, trailer: `x-amz-checksum-crc32:${checksums.crc32}` },
      ),
    ),
    calls(
      'chunks beside gzip',
      put({ 'content-encoding': 'aws-chunked,gzip' }, { key: 'g', chunk: 8192, payloadHash: streaming }),
      { method: 'HEAD', key: 'g' },
    ),
    call('unsigned payload', put({}, { payloadHash: 'UNSIGNED-PAYLOAD' })),
    call('100-continue', put({ expect: '100-continue' })),
    call('100-continue, refused at once', put({ expect: '100-continue' }, { bucket: 'none' })),
    call(
      'no length',
      put(
        {},
        {
          tamper: ({ headers: { 'content-length': _, ...headers }, ...request }) => ({
            ...request,
            headers: { ...headers, 'transfer-encoding': 'chunked' },
          }),
        },
      ),
    ),
  ],
};
