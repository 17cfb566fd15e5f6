import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChecksumAlgorithm, digest } from '../payload/checksum.ts';
import { bucket, owner, region, runStore } from './running-store.ts';
import { sha256, sign } from './signed-request.ts';

/** `STORE_UPLOADS=1000` looks further than a run of all tests has time for. */
const numRuns = Number(process.env.STORE_UPLOADS ?? 60);

type Coding = 'plain' | 'unsigned' | 'signed chunks' | 'signed chunks, trailer' | 'unsigned chunks, trailer';

interface Upload {
  readonly coding: Coding;
  readonly content: Buffer;
  readonly chunkSizes: readonly number[];
  readonly algorithm: ChecksumAlgorithm;
}

const modes: Readonly<Record<Exclude<Coding, 'plain'>, string>> = {
  unsigned: 'UNSIGNED-PAYLOAD',
  'signed chunks': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'signed chunks, trailer': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'unsigned chunks, trailer': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
};

/** The bytes of a request as a client of S3 writes them. */
function requestBytes(path: string, host: string, { coding, content, chunkSizes, algorithm }: Upload): Buffer {
  const chunked = coding.includes('chunks');
  const trailer = coding.includes('trailer');
  const name = `x-amz-checksum-${algorithm}`;
  const value = digest(algorithm, content).toString('base64');
  const request = sign({
    method: 'PUT',
    host,
    path,
    region,
    principal: owner,
    payloadHash: coding === 'plain' ? sha256(content) : modes[coding],
    headers: {
      ...(chunked
        ? { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': String(content.length) }
        : { 'content-md5': createHash('md5').update(content).digest('base64') }),
      ...(trailer ? { 'x-amz-trailer': name } : { [name]: value }),
    },
  });
  const body = chunked ? framed() : content;
  const lines = Object.entries({ ...request.headers, 'content-length': body.length });
  const head = lines.map(([header, text]) => `${header}: ${text}\r\n`).join('');
  return Buffer.concat([Buffer.from(`PUT ${path} HTTP/1.1\r\n${head}\r\n`), body]);

  function framed(): Buffer {
    const signed = coding.startsWith('signed');
    const pieces: Buffer[] = [];
    const frame = (chunk: Buffer) => {
      const signature = signed ? `;chunk-signature=${request.signChunk(chunk)}` : '';
      const end = chunk.length === 0 ? '' : '\r\n';
      pieces.push(Buffer.from(`${chunk.length.toString(16)}${signature}\r\n`), chunk, Buffer.from(end));
    };
    let start = 0;
    for (const size of [...chunkSizes, content.length]) {
      if (start >= content.length) break;
      frame(content.subarray(start, start + size));
      start += size;
    }
    frame(Buffer.alloc(0));
    if (trailer) pieces.push(Buffer.from(`${name}:${value}\r\n`));
    if (trailer && signed)
      pieces.push(Buffer.from(`x-amz-trailer-signature:${request.signTrailer(`${name}:${value}\n`)}\r\n`));
    pieces.push(Buffer.from('\r\n'));
    return Buffer.concat(pieces);
  }
}

const upload: fc.Arbitrary<Upload> = fc.record({
  coding: fc.constantFrom<Coding>('plain', ...(Object.keys(modes) as Exclude<Coding, 'plain'>[])),
  // Beyond 256 KiB contents go to files.
  content: fc
    .tuple(fc.oneof(fc.nat(2000), fc.nat(40_000), fc.integer({ min: 250_000, max: 600_000 })), fc.nat(250))
    .map(([size, seed]) => Buffer.from(Array.from({ length: size }, (_, index) => (index * 31 + seed) & 0xff))),
  // All chunks but the last have 8 KiB at least.
  chunkSizes: fc.array(fc.integer({ min: 8192, max: 70_000 }), { maxLength: 40 }),
  algorithm: fc.constantFrom<ChecksumAlgorithm>('crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'),
});

test('however an upload is coded and cut up, the same bytes are stored', { timeout: numRuns * 1000 }, async () => {
  await using running = await runStore();
  const { host, hostname, port } = new URL(running.endpoint);
  const path = `/${bucket}/k`;
  await fc.assert(
    fc.asyncProperty(upload, fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 8 }), async (sent, cuts) => {
      const bytes = requestBytes(path, host, sent);
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await once(socket, 'connect');
      let start = 0;
      for (const size of [...cuts, bytes.length]) {
        if (start < bytes.length)
          await new Promise((resolve) => socket.write(bytes.subarray(start, start + size), resolve));
        start += size;
      }
      const [answer] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(running.store.read(bucket, 'k')?.equals(sent.content)).toBe(true);
    }),
    { numRuns },
  );
  expect(running.faults).toEqual([]);
});
