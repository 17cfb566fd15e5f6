import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucket, owner, region, runStore } from './running-store.ts';
import { sha256, sign } from './signed-request.ts';

/** `STORE_FUZZ=20000` looks further than a run of all tests has time for; `FAST_CHECK_SEED=random` elsewhere. */
const numRuns = Number(process.env.STORE_FUZZ ?? 400);
/** A request that is neither answered nor cut off by then hangs. */
const patience = 10_000;

const subresources = [
  'acl',
  'attributes',
  'cors',
  'delete',
  'legal-hold',
  'lifecycle',
  'list-type=2',
  'location',
  'partNumber=1',
  'partNumber=x&uploadId=y',
  'policy',
  'retention',
  'tagging',
  'uploadId=x',
  'uploads',
  'versionId=%00',
  'versioning',
  'versions',
  'max-keys=-1',
  'encoding-type=url',
  'continuation-token=%ff',
  'response-content-type=%0d%0ax:y',
  'X-Amz-Algorithm=AWS4-HMAC-SHA256',
  'X-Amz-Signature=0',
];
const segments = [
  '',
  '/',
  '//',
  '/..',
  '/%2e%2e/%2F',
  '/%00',
  '/%zz',
  '/%ff',
  `/${bucket}`,
  `/${bucket}/k`,
  `/${bucket}/%F0%9F%98%80`,
  `/${bucket}/${'x'.repeat(1100)}`,
  '/none/k',
  '*',
  'http://a.b/c',
];
const bodies = [
  '',
  'x',
  '<Delete><Object><Key>k</Key></Object></Delete>',
  '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><Delete><Object><Key>&b;</Key></Object></Delete>',
  `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`,
  `<Tagging><TagSet>${'<Tag><Key>__proto__</Key><Value>constructor</Value></Tag>'.repeat(20)}</TagSet></Tagging>`,
  '<CompleteMultipartUpload><Part><PartNumber>1e9</PartNumber><ETag/></Part></CompleteMultipartUpload>',
  '\ufeff<Delete/>',
  '<Delete><Object><Key></Delete>',
  '5;chunk-signature=0\r\nhello\r\n0\r\n\r\n',
  'fffffffffffffff\r\nx',
  '0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
  '--B\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--B\r\nContent-Disposition: form-data; name="file"\r\n\r\nx',
];
const headerValues = [
  '',
  '0',
  '-1',
  '1e3',
  '99999999999999999999',
  'bytes=0-0',
  'bytes=9-1',
  'x',
  '\u00ff\u00fe',
  '"a',
  '*',
  'a'.repeat(5000),
  'multipart/form-data; boundary=B',
  '__proto__',
  '{"a":',
  '%',
  '/none/k?versionId=',
  `${bucket}/k`,
  'AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request, SignedHeaders=, Signature=',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'chunked',
  '100-continue',
];
const headerNames = [
  'content-type',
  'content-md5',
  'content-encoding',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'origin',
  'range',
  'x-amz-acl',
  'x-amz-checksum-crc32',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-range',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-grant-read',
  'x-amz-meta-a',
  'x-amz-object-attributes',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-customer-key',
  'x-amz-storage-class',
  'x-amz-tagging',
  'x-amz-trailer',
  'x-amz-website-redirect-location',
  'x-amz-expected-bucket-owner',
];

/** What makes of most requests none of S3's. */
const framingNames = ['authorization', 'content-length', 'expect', 'host', 'transfer-encoding'];

interface Malformed {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** Whether the whole is signed as it stands, so that it gets past the first check. */
  readonly signed: boolean;
  /** Added to the length that is announced. */
  readonly lie: number;
}

const word = fc.oneof(
  fc.constantFrom(...headerValues),
  fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
  fc.stringMatching(/^[0-9a-f;=,\-/ ]{0,30}$/),
);
const path = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...segments) },
  { weight: 2, arbitrary: fc.constantFrom(`/${bucket}`, `/${bucket}/k`, `/${bucket}/u`) },
);
const headerName = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...headerNames) },
  { weight: 1, arbitrary: fc.constantFrom(...framingNames) },
);
const malformed: fc.Arbitrary<Malformed> = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'),
  target: fc
    .tuple(path, fc.uniqueArray(fc.constantFrom(...subresources), { maxLength: 2 }))
    .map(([place, query]) => `${place}${query.length === 0 ? '' : `?${canonical(query)}`}`),
  headers: fc.array(fc.tuple(headerName, word), { maxLength: 5 }),
  body: fc.oneof(fc.constantFrom(...bodies), fc.string({ maxLength: 200 })),
  signed: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  lie: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -5, max: 50 }) }),
});

/** A query in the order and form that is signed. */
function canonical(query: readonly string[]): string {
  return query
    .flatMap((parameters) => parameters.split('&'))
    .map((parameter) => (parameter.includes('=') ? parameter : `${parameter}=`))
    .sort()
    .join('&');
}

function wire({ method, target, headers, body, signed, lie }: Malformed, host: string): Buffer {
  const given = Object.fromEntries(headers.map(([name, value]) => [name, value.replace(/[\r\n\0]/g, ' ').trim()]));
  const length = { 'content-length': String(Math.max(0, Buffer.byteLength(body) + lie)) };
  const request = signed
    ? sign({
        method,
        host,
        path: target,
        region,
        principal: owner,
        payloadHash: given['x-amz-content-sha256'] ?? sha256(body),
        headers: given,
      }).headers
    : { host, ...given };
  const lines = Object.entries({ ...length, ...request, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/**
 * Sends bytes; what came back when the server had closed the connection. `leaves`: the client ends its side at once, for the
 * server may rightly wait for more.
 */
async function exchange(address: { host: string; port: number }, { bytes, leaves }: Sending): Promise<string> {
  const socket = connect({ ...address, allowHalfOpen: true });
  const hung = AbortSignal.timeout(patience);
  socket.write(bytes);
  if (leaves) socket.end();
  let text = '';
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  socket.on('end', () => socket.end());
  // A server that cuts the connection has answered too.
  socket.on('error', () => socket.destroy());
  await once(socket, 'close', { signal: hung });
  return text;
}

interface Sending {
  readonly bytes: Buffer;
  readonly leaves: boolean;
}

async function holdOut(requests: fc.Arbitrary<(host: string) => Sending>): Promise<Map<string, number>> {
  await using running = await runStore();
  const { hostname, host, port } = new URL(running.endpoint);
  const address = { host: hostname, port: Number(port) };
  // Never touched by a request: the bucket stays for as long as it is not empty.
  await running.client().send(new PutObjectCommand({ Bucket: bucket, Key: 'kept', Body: 'x' }));
  const answers = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const text = await exchange(address, request(host));
      const code = /<Code>(\w+)</.exec(text)?.[1] ?? text.split('\r\n')[0] ?? '';
      answers.set(code, (answers.get(code) ?? 0) + 1);
      expect(running.faults).toEqual([]);
      expect(text).not.toMatch(/^HTTP\/1\.1 5(?!01|03)/);
    }),
    { numRuns },
  );
  expect((await fetch(running.endpoint)).status).toBe(403);
  return answers;
}

test('no request, however malformed, is more than refused', { timeout: numRuns * patience }, async () => {
  const answers = await holdOut(
    malformed.map((request) => (host) => ({ bytes: wire(request, host), leaves: request.lie > 0 })),
  );
  // Else the requests have become so bad that they reach nothing.
  expect(answers.size).toBeGreaterThan(15);
});

test('no bytes, whatever they are, are more than refused', { timeout: numRuns * patience }, async () => {
  const change = fc.tuple(fc.nat(2000), fc.integer({ min: 0, max: 255 }));
  await holdOut(
    fc
      .tuple(malformed, fc.array(change, { maxLength: 6 }), fc.nat(3000))
      .map(([request, changes, end]) => (host: string) => {
        const bytes = wire(request, host);
        for (const [place, value] of changes) if (place < bytes.length) bytes[place] = value;
        return { bytes: bytes.subarray(0, end), leaves: true };
      }),
  );
});

const deep = 290_000;
const documents: Readonly<Record<string, string>> = {
  'elements within elements': `<Delete>${'<a>'.repeat(deep)}${'</a>'.repeat(deep)}</Delete>`,
  'elements that never end': '<a>'.repeat(2 * deep),
  'entities of entities': `<!DOCTYPE d [<!ENTITY a "${'x'.repeat(1000)}">${Array.from({ length: 20 }, (_, index) => `<!ENTITY a${index} "${`&a${index - 1};`.repeat(10)}">`).join('')}]><Delete>&a19;</Delete>`,
  'attributes without end': `<Delete ${Array.from({ length: 100_000 }, (_, index) => `a${index}="x"`).join(' ')}></Delete>`,
  'names of what every object has': '<Delete><__proto__><Object/></__proto__><constructor/><toString/></Delete>',
  'numbers of characters': `<Delete>${'&#x41;'.repeat(100_000)}</Delete>`,
};

test.each(Object.entries(documents))('a document is refused: %s', async (_, body) => {
  await using running = await runStore();
  const { hostname, host, port } = new URL(running.endpoint);
  const headers = [['content-md5', createHash('md5').update(body).digest('base64')]] as const;
  const request = { method: 'POST', target: `/${bucket}?delete=`, headers, body, signed: true, lie: 0 };
  const sending = { bytes: wire(request, host), leaves: false };
  expect(await exchange({ host: hostname, port: Number(port) }, sending)).toContain('<Code>MalformedXML</Code>');
  expect(running.faults).toEqual([]);
});
