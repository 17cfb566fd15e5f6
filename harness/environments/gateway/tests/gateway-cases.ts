import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Agent } from 'node:https';
import { Readable } from 'node:stream';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpCaller } from '../../../../mocks/qscan/http/http-caller.ts';
import { createBucket } from '../../../../mocks/qscan/s3/bucket.ts';
import { durations } from '../../../../mocks/qtap/durations.ts';
import { S3Store } from '../../../../mocks/qtap/stores/s3-store.ts';
import { sign } from '../../embedded/store/tests/signed-request.ts';
import type { ObjectStoreAccess } from '../../environment.ts';
import { agent, nobody, type RunningGateway, region, runGateway } from './run-gateway.ts';

/** What a gateway must do whatever store is behind it. Declares tests. */
export function gatewayCases(
  upstream: () => Promise<ObjectStoreAccess>,
  skip: boolean,
  note: string,
): { readonly running: () => RunningGateway } {
  let running: RunningGateway;
  if (!skip) {
    beforeAll(async () => {
      running = await runGateway(await upstream());
      // The first call of a LocalStack loads its services.
    }, 60_000);
    afterAll(async () => {
      expect(running?.faults ?? []).toEqual([]);
      await running?.[Symbol.asyncDispose]();
    });
  }
  const it = (name: string, run: () => Promise<void>) => test.skipIf(skip)(`${name}${note}`, run);

  const keysBehind = async () => {
    const { Contents = [] } = await running.behind.listObjectsV2({ Bucket: running.bucket });
    return Contents.map(({ Key }) => Key);
  };
  const bytesOf = async (Key: string, client = running.behind) => {
    const { Body } = await client.getObject({ Bucket: running.bucket, Key });
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };

  it('what the SDK puts lies behind, and comes back with its headers', async () => {
    const { bucket: Bucket } = running;
    const client = running.client(agent);
    const Key = 'folder/ü + %41?&=';
    const Body = randomBytes(100_000);
    const put = await client.putObject({ Bucket, Key, Body, ContentType: 'a/b', Metadata: { of: 'ours' } });
    expect(await bytesOf(Key)).toEqual(Body);
    const got = await client.getObject({ Bucket, Key, ChecksumMode: 'ENABLED' });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(got).toMatchObject({ ETag: put.ETag, ContentType: 'a/b', Metadata: { of: 'ours' } });
    expect(got.ChecksumCRC32).toBeDefined();
    expect(running.gateway.storedAt(Bucket, Key)).toBeGreaterThan(Date.now() - 60_000);
    const part = await client.getObject({ Bucket, Key, Range: 'bytes=10-19' });
    expect(Buffer.from((await part.Body?.transformToByteArray()) ?? [])).toEqual(Body.subarray(10, 20));
    const listed = await client.listObjectsV2({ Bucket, Prefix: 'folder/' });
    expect(listed.Contents?.map((object) => object.Key)).toEqual([Key]);
    await client.deleteObject({ Bucket, Key });
    await expect(client.headObject({ Bucket, Key })).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('an empty object, and a stream of unknown content, arrive as they are', async () => {
    const { bucket: Bucket } = running;
    const client = running.client(agent);
    await client.putObject({ Bucket, Key: 'empty', Body: '' });
    expect(await bytesOf('empty')).toHaveLength(0);
    const pieces = Array.from({ length: 20 }, () => randomBytes(50_000));
    await client.putObject({ Bucket, Key: 'stream', Body: Readable.from(pieces), ContentLength: 1_000_000 });
    expect(await bytesOf('stream')).toEqual(Buffer.concat(pieces));
  });

  it('parts become one object', async () => {
    const { bucket: Bucket } = running;
    const client = running.client(agent);
    const Key = 'parts';
    const { UploadId } = await client.createMultipartUpload({ Bucket, Key });
    const bodies = [randomBytes(5 * 1024 ** 2), randomBytes(1000)];
    const Parts = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      const { ETag } = await client.uploadPart({ Bucket, Key, UploadId, PartNumber, Body });
      Parts.push({ ETag, PartNumber });
    }
    await client.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
    expect(await bytesOf(Key)).toEqual(Buffer.concat(bodies));
    await client.copyObject({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}` });
    expect((await bytesOf('copy')).length).toBe(5 * 1024 ** 2 + 1000);
    await client.deleteObjects({ Bucket, Delete: { Objects: [{ Key }, { Key: 'copy' }] } });
    expect(await keysBehind()).not.toContain(Key);
  });

  it('S3 refuses a wrong key, secret, region, bucket and right, and nothing of it comes through', async () => {
    const { bucket: Bucket } = running;
    const before = await keysBehind();
    const put = (client = running.client(agent), place = Bucket) =>
      client.putObject({ Bucket: place, Key: 'refused', Body: 'x' }).catch((error: S3ServiceException) => error);
    const unknown = { accessKeyId: 'AKIDUNKNOWN', secretAccessKey: 'x' };
    const wrong = { ...agent, secretAccessKey: 'wrong' };
    expect(await put(running.client(unknown))).toMatchObject({ name: 'InvalidAccessKeyId' });
    expect(await put(running.client(wrong))).toMatchObject({ name: 'SignatureDoesNotMatch' });
    expect(await put(running.client(agent), 'no-such-bucket-here')).toMatchObject({ name: 'NoSuchBucket' });
    expect(await put(running.client(nobody))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /user\/nobody is not authorized to perform: s3:PutObject on resource: "arn:aws:s3/,
      ),
    });
    expect(await put(running.client(agent, { region: 'us-west-2' }))).toMatchObject({ name: 'PermanentRedirect' });
    const tagged = { Bucket, Key: 'refused', Body: 'x', Tagging: 'a=b' };
    await expect(running.client(agent).putObject(tagged)).rejects.toMatchObject({ name: 'AccessDenied' });
    const missing = { Bucket, Key: 'missing' };
    await expect(running.client(nobody).getObject(missing)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(running.client(agent).getObject(missing)).rejects.toBeInstanceOf(S3ServiceException);
    expect(await keysBehind()).toEqual(before);
  });

  it('who may not list does not learn what is missing', async () => {
    const { bucket: Bucket } = running;
    const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }];
    running.iam.putUserPolicy('nobody', 'reads', { Version: '2012-10-17', Statement });
    const missing = running.client(nobody).getObject({ Bucket, Key: 'missing' });
    await expect(missing).rejects.toMatchObject({ name: 'AccessDenied' });
    running.iam.deleteUserPolicy('nobody', 'reads');
  });

  it('a body that is not what was signed, or breaks off, leaves no object', async () => {
    const { endpoint, bucket } = running;
    const send = (length: number, body: Buffer, hash: string, breakOff = false) =>
      new Promise<string>((resolve) => {
        const path = `/${bucket}/broken`;
        const { host } = new URL(endpoint);
        const { headers } = sign({ method: 'PUT', host, path, region, principal: agent, payloadHash: hash });
        const options = { method: 'PUT', headers: { ...headers, 'content-length': length } };
        const sent = request(new URL(path, endpoint), options, async (response) => {
          let text = '';
          for await (const chunk of response) text += chunk;
          resolve(`${response.statusCode} ${/<Code>(\w+)/.exec(text)?.[1]}`);
        }).on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
        if (breakOff) sent.write(body, () => sent.destroy());
        else sent.end(body);
      });
    const large = randomBytes(3_000_000);
    expect(await send(large.length, large, '0'.repeat(64))).toBe('400 XAmzContentSHA256Mismatch');
    expect(await send(large.length, large.subarray(0, 1_000_000), 'UNSIGNED-PAYLOAD', true)).toBe('ECONNRESET');
    await running.client(agent).putObject({ Bucket: bucket, Key: 'after', Body: 'x' });
    expect(await keysBehind()).not.toContain('broken');
  });

  it("the stand-ins' own clients store and read through the Edge", async () => {
    const { bucket, edge } = running;
    const digest = randomBytes(20).toString('hex');
    const bytes = randomBytes(200_000);
    const credentials = { ...agent, region };
    const place = { endpoint: new URL(running.endpoint).host, region, bucket, insecure: true };
    const store = new S3Store({ ...place, accessUrl: '{{DIGEST}}', credentials, durations: durations(1) });
    const object = { bytes, contentType: 'application/json', artifactType: 'qscan_request', digest };
    expect(await store.put(object)).toBe(digest);
    expect(await bytesOf(digest)).toEqual(bytes);

    using caller = createHttpCaller({ trust: edge.caFile, timeout: 10_000, largestAnswer: 1_000_000 });
    const toEdge = { ...caller, call: (call: Parameters<typeof caller.call>[0]) => caller.call(atEdge(call)) };
    const atEdge = (call: Parameters<typeof caller.call>[0]) => ({
      ...call,
      path: call.path ?? call.url.pathname,
      url: new URL(`https://localhost:${edge.port}/`),
    });
    const endpoint = new URL(`https://s3.${region}.amazonaws.com`);
    const reader = createBucket({
      s3: { endpoint, bucket, region, credentials } as unknown as Parameters<typeof createBucket>[0]['s3'],
      caller: toEdge,
      attempts: 1,
      backoff: 1,
    });
    expect(await reader.get(digest)).toEqual(bytes);
  });

  it('hosts of Amazon lead to the bucket, virtual and by path, over TLS', async () => {
    const { bucket: Bucket, edge } = running;
    const httpsAgent = new Agent({
      ca: edge.ca,
      lookup: (_, __, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    for (const forcePathStyle of [false, true]) {
      const client = running.client(agent, {
        endpoint: `https://s3.${region}.amazonaws.com:${edge.port}`,
        forcePathStyle,
        requestHandler: { httpsAgent },
      });
      await client.putObject({
        Bucket,
        Key: `host-${forcePathStyle}`,
        Body: Readable.from(['abcd']),
        ContentLength: 4,
      });
      expect((await bytesOf(`host-${forcePathStyle}`)).toString()).toBe('abcd');
      expect((await bytesOf(`host-${forcePathStyle}`, client)).toString()).toBe('abcd');
    }
  });
  return { running: () => running };
}
