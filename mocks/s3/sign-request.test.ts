import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkedLength, signChunks } from './sign-chunks.ts';
import { signRequest } from './sign-request.ts';

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret', region: 'eu-central-1' };

class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }
  update(data: Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return this.#hash.digest();
  }
  reset() {}
}

// The first example of AWS's "Signature Calculations for the Authorization Header" (S3 API reference, SigV4 header-based auth).
test('signs as AWS documents', () => {
  const { signature, headers } = signRequest(
    {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      region: 'us-east-1',
    },
    {
      method: 'GET',
      host: 'examplebucket.s3.amazonaws.com',
      path: '/test.txt',
      headers: { range: 'bytes=0-9' },
      payload: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      time: new Date('2013-05-24T00:00:00Z'),
    },
  );
  expect(signature).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  expect(headers.authorization).toMatch(new RegExp(`Signature=${signature}$`));
});

test("signs as the SDK's own signer does, on any day and in any region", async () => {
  const request = fc.record({
    region: fc.constantFrom('eu-central-1', 'us-east-1'),
    digest: fc.stringMatching(/^[0-9a-f]{40}$/),
    payload: fc.constantFrom('UNSIGNED-PAYLOAD', '0'.repeat(64)),
    time: fc.date({ min: new Date(0), max: new Date('2090-01-01'), noInvalidDate: true }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 3 }), async (requests) => {
      const own = { ...credentials };
      for (const { region, digest, payload, time } of requests) {
        const inRegion = region === own.region ? own : { ...own, region };
        const host = `bucket.s3.dualstack.${region}.amazonaws.com`;
        const headers = { 'content-type': 'application/json' };
        const path = `/${digest}`;
        const signed = signRequest(inRegion, { method: 'PUT', host, path, headers, payload, time });
        const signer = new SignatureV4({
          credentials,
          region,
          service: 's3',
          sha256: Sha256,
          uriEscapePath: false,
          applyChecksum: false,
        });
        const theirs = await signer.sign(
          {
            method: 'PUT',
            protocol: 'https:',
            hostname: host,
            path,
            headers: { ...headers, host, 'x-amz-content-sha256': payload },
          },
          { signingDate: time },
        );
        expect(signed.headers.authorization).toBe(theirs.headers.authorization);
      }
    }),
    { numRuns: 30 },
  );
});

test('a framed payload has the length that was announced', () => {
  const signed = signRequest(credentials, {
    method: 'PUT',
    host: 'h',
    path: '/b/k',
    headers: {},
    payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    time: new Date(0),
  });
  for (const length of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
    expect(signChunks(Buffer.alloc(length), signed)).toHaveLength(chunkedLength(length));
  }
});
