import { once } from 'node:events';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digest } from '../payload/checksum.ts';
import { bucket, owner, type RunningStore, region, runStore } from './running-store.ts';
import { type RequestToSign, type SignedRequest, sha256, sign } from './signed-request.ts';

let running: RunningStore;
let address: { host: string; port: number };
beforeAll(async () => {
  running = await runStore();
  const { hostname, port } = new URL(running.endpoint);
  address = { host: hostname, port: Number(port) };
});
afterAll(async () => {
  expect(running.faults).toEqual([]);
  await running[Symbol.asyncDispose]();
});

const host = `${bucket}.s3.dualstack.${region}.amazonaws.com`;
const signed = (request: Partial<RequestToSign> & { payloadHash: string }) =>
  sign({ method: 'PUT', host, path: '/k', region, principal: owner, ...request });

function headText(
  method: string,
  path: string,
  { headers }: Pick<SignedRequest, 'headers'>,
  more: Readonly<Record<string, string | number>> = {},
) {
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Sends raw bytes and reads until the answer's end, or the connection's. */
async function exchange(...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(address);
  for (const piece of pieces) socket.write(piece);
  let text = '';
  for await (const data of socket) {
    text += (data as Buffer).toString();
    const end = text.lastIndexOf('\r\n\r\n');
    const length = /content-length: (\d+)/i.exec(text)?.[1];
    if (
      end !== -1 &&
      length !== undefined &&
      text.length >= text.indexOf('\r\n\r\n', text.search(/content-length/i)) + 4 + Number(length)
    )
      break;
  }
  socket.destroy();
  return text;
}

const stored = () => running.store.read(bucket, 'k')?.toString();
const code = (text: string) => /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? text.split('\r\n')[0];

function chunkedUpload(chunks: readonly Buffer[], { trailer = false } = {}) {
  const content = Buffer.concat(chunks);
  const sum = digest('crc32c', content).toString('base64');
  const request = signed({
    payloadHash: `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${trailer ? '-TRAILER' : ''}`,
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(content.length),
      ...(trailer ? { 'x-amz-trailer': 'x-amz-checksum-crc32c' } : {}),
    },
  });
  const frames = [...chunks, Buffer.alloc(0)].map((chunk) =>
    Buffer.concat([
      Buffer.from(`${chunk.length.toString(16)};chunk-signature=${request.signChunk(chunk)}\r\n`),
      chunk,
      Buffer.from(chunk.length === 0 ? '' : '\r\n'),
    ]),
  );
  const last = trailer
    ? `x-amz-checksum-crc32c:${sum}\r\nx-amz-trailer-signature:${request.signTrailer(`x-amz-checksum-crc32c:${sum}\n`)}\r\n\r\n`
    : '\r\n';
  return { request, body: Buffer.concat([...frames, Buffer.from(last)]), content };
}

test.each([false, true])('a signed chunked upload is kept without its framing (trailer: %s)', async (trailer) => {
  const { request, body, content } = chunkedUpload([Buffer.alloc(9000, 'a'), Buffer.from('end')], { trailer });
  const answer = await exchange(headText('PUT', '/k', request, { 'content-length': body.length }), body);
  expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect(stored()).toBe(content.toString());
});

test.each([
  ['a chunk', 100],
  ['the last chunk', 9000 + 90 + 100],
])('one byte changed in %s voids the upload', async (_, offset) => {
  const before = stored();
  const { request, body } = chunkedUpload([Buffer.alloc(9000, 'b'), Buffer.alloc(200, 'b')]);
  body[offset + 90] = 0x63;
  expect(code(await exchange(headText('PUT', '/k', request, { 'content-length': body.length }), body))).toBe(
    'SignatureDoesNotMatch',
  );
  expect(stored()).toBe(before);
});

test('an upload that is cut off, or shorter than it said, stores nothing', async () => {
  const before = stored();
  const { request, body } = chunkedUpload([Buffer.alloc(9000, 'c'), Buffer.from('end')]);
  const short = body.subarray(0, body.length - 40);
  expect(code(await exchange(headText('PUT', '/k', request, { 'content-length': short.length }), short))).toBe(
    'IncompleteBody',
  );

  const plain = signed({ payloadHash: 'UNSIGNED-PAYLOAD' });
  const socket = connect(address);
  socket.end(`${headText('PUT', '/k', plain, { 'content-length': 100 })}only this`);
  socket.resume();
  await once(socket, 'close');

  const lying = signed({
    payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    headers: { 'x-amz-decoded-content-length': '5' },
  });
  const frame = '3\r\nabc\r\n0\r\n\r\n';
  const answer = await exchange(headText('PUT', '/k', lying, { 'content-length': frame.length }), frame);
  expect(answer).toContain('<NumberBytesExpected>5</NumberBytesExpected><NumberBytesProvided>3</NumberBytesProvided>');
  expect(stored()).toBe(before);
});

test('any cutting of an upload into chunks and packets stores the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 8192, max: 9000 }), { maxLength: 3 }),
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 6 }),
      fc.boolean(),
      async (sizes, last, cuts, trailer) => {
        const chunks = [...sizes, last].map((size, index) => Buffer.alloc(size, 97 + index));
        const { request, body, content } = chunkedUpload(chunks, { trailer });
        const wire = Buffer.concat([
          Buffer.from(headText('PUT', '/k', request, { 'content-length': body.length })),
          body,
        ]);
        const ends = cuts.map((_, index) => cuts.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
        const pieces = [0, ...ends].map((start, index) => wire.subarray(start, ends[index]));
        expect(await exchange(...pieces)).toContain('200 OK');
        expect(running.store.read(bucket, 'k')?.equals(content)).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
});

test.each<[string, Record<string, string>, string, string]>([
  ['wrong hash', {}, sha256('other'), 'XAmzContentSHA256Mismatch'],
  ['hash that is none', {}, 'nonsense', 'InvalidArgument'],
  ['wrong MD5', { 'content-md5': Buffer.alloc(16).toString('base64') }, 'UNSIGNED-PAYLOAD', 'BadDigest'],
  ['MD5 that is none', { 'content-md5': 'x' }, 'UNSIGNED-PAYLOAD', 'InvalidDigest'],
  ['wrong CRC32', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'UNSIGNED-PAYLOAD', 'BadDigest'],
  ['CRC32 that is none', { 'x-amz-checksum-crc32': 'AAAA' }, 'UNSIGNED-PAYLOAD', 'InvalidRequest'],
  [
    'two checksums',
    { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' },
    'UNSIGNED-PAYLOAD',
    'InvalidRequest',
  ],
  [
    'a checksum announced and not sent',
    { 'x-amz-sdk-checksum-algorithm': 'CRC32' },
    'UNSIGNED-PAYLOAD',
    'InvalidRequest',
  ],
])('%s is refused and nothing stored', async (_, headers, payloadHash, expected) => {
  const before = stored();
  const body = 'content';
  expect(
    code(
      await exchange(headText('PUT', '/k', signed({ payloadHash, headers }), { 'content-length': body.length }), body),
    ),
  ).toBe(expected);
  expect(stored()).toBe(before);
});

test('a trailer announced must come, and its checksum must hold', async () => {
  const upload = async (trailers: string) => {
    const request = signed({
      payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      headers: { 'x-amz-decoded-content-length': '3', 'x-amz-trailer': 'x-amz-checksum-crc32' },
    });
    const body = `3\r\nabc\r\n0\r\n${trailers}\r\n`;
    return code(await exchange(headText('PUT', '/k', request, { 'content-length': body.length }), body));
  };
  expect(await upload('')).toBe('MalformedTrailerError');
  expect(await upload('x-amz-checksum-sha1:AAAAAA==\r\n')).toBe('MalformedTrailerError');
  expect(await upload('x-amz-checksum-crc32:AAAAAA==\r\n')).toBe('BadDigest');
  expect(await upload('x-amz-checksum-crc32:NSRBwg==\r\n')).toBe('HTTP/1.1 200 OK');
});

test('a length must be known', async () => {
  const plain = signed({ payloadHash: 'UNSIGNED-PAYLOAD' });
  expect(
    code(await exchange(headText('PUT', '/k', plain, { 'transfer-encoding': 'chunked' }), '3\r\nabc\r\n0\r\n\r\n')),
  ).toBe('NotImplemented');
  expect(code(await exchange(headText('PUT', '/k', plain)))).toBe('MissingContentLength');
});

test('the body is asked for only when the head passes', async () => {
  const expecting = { 'content-length': 3, expect: '100-continue' };
  const fine = signed({ payloadHash: 'UNSIGNED-PAYLOAD' });
  expect(await exchange(headText('PUT', '/k', fine, expecting), 'abc')).toMatch(
    /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/,
  );
  const wrong = signed({ payloadHash: 'UNSIGNED-PAYLOAD', principal: { ...owner, secretAccessKey: 'x' } });
  expect(await exchange(headText('PUT', '/k', wrong, expecting))).toMatch(/^HTTP\/1.1 403 /);
});

test('errors carry the elements and headers of S3; HEAD only the headers', async () => {
  const get = signed({ method: 'GET', path: '/none', payloadHash: sha256('') });
  const answer = await exchange(headText('GET', '/none', get));
  expect(answer).toMatch(/^HTTP\/1.1 404 Not Found\r\n/);
  expect(answer).toMatch(
    /x-amz-request-id: (\w{16}).*server: AmazonS3.*<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist.<\/Message><Key>none<\/Key><Resource>\/none<\/Resource><RequestId>\1<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/is,
  );
  const head = signed({ method: 'HEAD', path: '/none', payloadHash: sha256('') });
  expect(await exchange(headText('HEAD', '/none', head))).toMatch(/^HTTP\/1.1 404 Not Found\r\n.*\r\n\r\n$/s);
});

test('anonymous, wrong region, wrong bucket', async () => {
  const from = (host: string, path = '/k') => exchange(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  expect(code(await from(host))).toBe('AccessDenied');
  expect(code(await from(`none.s3.${region}.amazonaws.com`))).toBe('NoSuchBucket');

  const elsewhere = signed({
    host: `${bucket}.s3.dualstack.us-west-2.amazonaws.com`,
    region: 'us-west-2',
    payloadHash: 'UNSIGNED-PAYLOAD',
  });
  const redirect = await exchange(headText('PUT', '/k', elsewhere, { 'content-length': 0 }));
  expect(redirect).toMatch(
    new RegExp(
      `^HTTP/1.1 301 .*x-amz-bucket-region: ${region}.*<Code>PermanentRedirect<.*<Endpoint>${bucket}.s3.${region}.amazonaws.com<`,
      'is',
    ),
  );

  const misSigned = signed({ region: 'us-west-2', payloadHash: 'UNSIGNED-PAYLOAD' });
  expect(await exchange(headText('PUT', '/k', misSigned, { 'content-length': 0 }))).toMatch(
    new RegExp(`400 .*AuthorizationHeaderMalformed.*<Region>${region}</Region>`, 's'),
  );

  const global = signed({ host: `${bucket}.s3.amazonaws.com`, region: 'us-east-1', payloadHash: 'UNSIGNED-PAYLOAD' });
  expect(code(await exchange(headText('PUT', '/k', global, { 'content-length': 0 })))).toBe(
    'AuthorizationHeaderMalformed',
  );
});

test.each(['/%zz', '/k?prefix=%ff'])('a path that cannot be decoded is InvalidURI: %s', async (path) => {
  expect(code(await exchange(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`))).toBe('InvalidURI');
});

test('keys keep their dots, doubled slashes and UTF-8; metadata too', async () => {
  const path = '/a//../%C3%BC%20%2B';
  const request = signed({ path, payloadHash: 'UNSIGNED-PAYLOAD', headers: { 'x-amz-meta-town': 'köln' } });
  expect(await exchange(headText('PUT', path, request, { 'content-length': 1 }), 'x')).toContain('200 OK');
  expect(running.store.objects(bucket).map(({ key }) => key)).toContain('a//../ü +');
  const get = signed({ method: 'GET', path, payloadHash: 'UNSIGNED-PAYLOAD' });
  expect(await exchange(headText('GET', path, get))).toContain('x-amz-meta-town: köln');
});

test('h2: the authority is the signed host, and bodies flow both ways', async () => {
  const server = createHttp2Server((request, response) => running.store.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const send = async (method: string, { headers: { host: authority, ...headers } }: SignedRequest, body = '') => {
    const stream = session.request({
      ':method': method,
      ':path': '/h2',
      ':authority': authority,
      ...headers,
      ...(body === '' ? {} : { 'content-length': body.length }),
    });
    if (body !== '') stream.end(body);
    const [answer] = (await once(stream, 'response')) as [Record<string, unknown>];
    return { status: answer[':status'], text: (await stream.toArray()).join('') };
  };
  try {
    expect((await send('PUT', signed({ path: '/h2', payloadHash: 'UNSIGNED-PAYLOAD' }), 'over h2')).status).toBe(200);
    expect(await send('GET', signed({ method: 'GET', path: '/h2', payloadHash: sha256('') }))).toEqual({
      status: 200,
      text: 'over h2',
    });
    expect(await send('GET', signed({ method: 'GET', path: '/other', payloadHash: sha256('') }))).toMatchObject({
      status: 403,
      text: expect.stringContaining('SignatureDoesNotMatch'),
    });
  } finally {
    session.close();
    server.close();
  }
});
