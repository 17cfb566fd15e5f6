import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { bucket, owner, type RunningStore, region, runStore } from './running-store.ts';
import { sign } from './signed-request.ts';

const execute = promisify(execFile);
const Bucket = bucket;
const part = randomBytes(5 * 1024 ** 2);
let parent: ReturnType<typeof temporaryFolder>;
let running: RunningStore;
let client: S3Client;
beforeAll(async () => {
  parent = temporaryFolder();
  running = await runStore({ directory: parent.path });
  client = running.client();
});
afterAll(async () => {
  expect(running.faults).toEqual([]);
  await running[Symbol.asyncDispose]();
  expect(readdirSync(parent.path)).toEqual([]);
  parent[Symbol.dispose]();
});

/** Names of the files in which the store keeps what is too large for memory. */
const files = () => readdirSync(parent.path).flatMap((folder) => readdirSync(join(parent.path, folder)));
const get = async (Key: string, more = {}) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

test('a large object lies in one file that its copies share and that goes with the last of them', async () => {
  const Key = '../../large/./x';
  await client.send(new PutObjectCommand({ Bucket, Key, Body: part }));
  expect(files()).toEqual([expect.stringMatching(/^\d+$/)]);
  await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent(Key)}` }));
  expect(files()).toHaveLength(1);
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
  expect((await get('copy')).equals(part)).toBe(true);
  await client.send(new PutObjectCommand({ Bucket, Key: 'copy', Body: 'small' }));
  await expect.poll(files).toEqual([]);
});

test('ranges of an object made of parts, some of them copied', async () => {
  const Key = 'parts';
  await client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: part }));
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const place = { Bucket, Key, UploadId };
  const first = await client.send(new UploadPartCommand({ ...place, PartNumber: 1, Body: part }));
  const CopySource = `${Bucket}/source`;
  const second = await client.send(new UploadPartCopyCommand({ ...place, PartNumber: 2, CopySource }));
  const CopySourceRange = 'bytes=1000-400999';
  const third = await client.send(new UploadPartCopyCommand({ ...place, PartNumber: 3, CopySource, CopySourceRange }));
  const Parts = [first.ETag, second.CopyPartResult?.ETag, third.CopyPartResult?.ETag].map((ETag, index) => ({
    ETag,
    PartNumber: index + 1,
  }));
  await client.send(new CompleteMultipartUploadCommand({ ...place, MultipartUpload: { Parts } }));
  expect(files()).toHaveLength(2);
  const whole = Buffer.concat([part, part, part.subarray(1000, 401_000)]);
  expect((await get(Key)).equals(whole)).toBe(true);
  expect((await get(Key, { PartNumber: 2 })).equals(part)).toBe(true);
  const offset = fc.integer({ min: 0, max: whole.length - 1 });
  await fc.assert(
    fc.asyncProperty(offset, offset, async (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      expect((await get(Key, { Range: `bytes=${from}-${to}` })).equals(whole.subarray(from, to + 1))).toBe(true);
    }),
    {
      numRuns: 20,
      examples: [
        [part.length - 1, part.length],
        [2 * part.length - 1, 2 * part.length + 1],
      ],
    },
  );
  for (const Key of ['parts', 'source']) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await expect.poll(files).toEqual([]);
});

test('an upload that breaks off, or is refused at its end, leaves no file', async () => {
  const wrong = Buffer.alloc(16).toString('base64');
  const refused = client.send(new PutObjectCommand({ Bucket, Key: 'refused', Body: part, ContentMD5: wrong }));
  await expect(refused).rejects.toMatchObject({ name: 'BadDigest' });
  await expect.poll(files).toEqual([]);

  const { host, hostname, port } = new URL(running.endpoint);
  const path = `/${Bucket}/broken`;
  const { headers } = sign({ method: 'PUT', host, path, region, principal: owner, payloadHash: 'UNSIGNED-PAYLOAD' });
  const lines = Object.entries({ ...headers, 'content-length': 2 * part.length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const socket = connect(Number(port), hostname);
  socket.write(`PUT ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  socket.write(part);
  await expect.poll(files).toHaveLength(1);
  socket.destroy();
  await expect.poll(files).toEqual([]);
  expect(running.store.read(Bucket, 'broken')).toBeUndefined();
});

test('parts go with their upload', async () => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'never' }));
  const place = { Bucket, Key: 'never', UploadId };
  await client.send(new UploadPartCommand({ ...place, PartNumber: 1, Body: part }));
  await client.send(new UploadPartCommand({ ...place, PartNumber: 1, Body: part }));
  await expect.poll(files).toHaveLength(1);
  await client.send(new AbortMultipartUploadCommand(place));
  await expect.poll(files).toEqual([]);
});

test('a client that leaves in the middle of a download disturbs nothing', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'left', Body: Buffer.concat([part, part, part, part]) }));
  const { host, hostname, port } = new URL(running.endpoint);
  const path = `/${Bucket}/left`;
  const { headers } = sign({ method: 'GET', host, path, region, principal: owner, payloadHash: 'UNSIGNED-PAYLOAD' });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  await once(socket, 'data');
  socket.destroy();
  expect((await get('left', { Range: 'bytes=-10' })).equals(part.subarray(-10))).toBe(true);
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'left' }));
  await expect.poll(files).toEqual([]);
});

test.each(['exit', 'throw'])('no file is left of a process that does not dispose of its store: %s', async (manner) => {
  using folder = temporaryFolder();
  const program = join(import.meta.dirname, '../testing/programs/leave-with-objects.ts');
  const left = execute(process.execPath, [program, folder.path, manner]);
  await expect(left).rejects.toMatchObject({ stdout: 'stored\n' });
  expect(readdirSync(folder.path)).toEqual([]);
});
