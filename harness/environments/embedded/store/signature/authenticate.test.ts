import { expect, test } from 'vitest';
import type { Accounts } from '../accounts.ts';
import type { RequestHead } from '../http/request-head.ts';
import { parseTarget } from '../http/target.ts';
import { ChunkDecoder } from '../payload/chunk-decoder.ts';
import { ChunkVerifier } from '../payload/chunk-verifier.ts';
import { authenticate } from './authenticate.ts';
import { readCredentials } from './credentials.ts';
import { parseTimestamp } from './signing-key.ts';

// The examples of the S3 API reference, "Authenticating Requests (AWS Signature Version 4)".
const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const accounts: Accounts = {
  find: (accessKeyId) => ({
    accessKeyId,
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    accountId: '123456789012',
    arn: 'arn:aws:iam::123456789012:user/example',
  }),
  authorize: () => ({ allowed: true }),
  checkBucketPolicy: () => ({ isPublic: false }),
};

interface Example {
  readonly method?: string;
  readonly host?: string;
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly signature: string;
}

function headOf({
  method = 'GET',
  host = 'examplebucket.s3.amazonaws.com',
  path,
  query = [],
  headers,
  signature,
}: Example): RequestHead {
  const all: Record<string, string> = {
    host,
    'x-amz-date': '20130524T000000Z',
    'x-amz-content-sha256': emptyHash,
    ...headers,
  };
  const signed = Object.keys(all)
    .filter((name) => name !== 'content-length' || 'x-amz-decoded-content-length' in all)
    .sort();
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${signed.join(';')},Signature=${signature}`;
  return {
    method,
    host,
    path,
    query,
    headers: new Map(Object.entries({ ...all, authorization })),
    target: parseTarget(host, path),
    secure: true,
    remoteAddress: undefined,
  };
}

function verify(head: RequestHead, region = 'us-east-1', at = '20130524T000000Z') {
  const credentials = readCredentials(head);
  if (credentials === undefined) throw new Error('the example is not signed');
  return authenticate(head, credentials, region, accounts, parseTimestamp(at) as number);
}

const examples: Readonly<Record<string, Example>> = {
  'GET object': {
    path: '/test.txt',
    headers: { range: 'bytes=0-9' },
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  'PUT object': {
    method: 'PUT',
    path: '/test$file.text',
    headers: {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    },
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  'GET bucket lifecycle': {
    path: '/',
    query: [['lifecycle', '']],
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  'GET bucket': {
    path: '/',
    query: [
      ['max-keys', '2'],
      ['prefix', 'J'],
    ],
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
};

test.each(Object.entries(examples))("AWS's published example verifies: %s", (_, example) => {
  expect(verify(headOf(example)).principal.accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE');
  expect(() => verify(headOf({ ...example, path: `${example.path}x` }))).toThrow(/does not match/);
});

const presigned: Example = {
  path: '/test.txt',
  query: [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', credential],
    ['X-Amz-Date', '20130524T000000Z'],
    ['X-Amz-Expires', '86400'],
    ['X-Amz-SignedHeaders', 'host'],
    ['X-Amz-Signature', 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'],
  ],
  signature: '',
};
const presignedHead = (): RequestHead => ({
  ...headOf(presigned),
  headers: new Map([['host', 'examplebucket.s3.amazonaws.com']]),
});

test("AWS's published presigned URL verifies for a day", () => {
  expect(verify(presignedHead()).payloadHash).toBe('UNSIGNED-PAYLOAD');
  verify(presignedHead(), 'us-east-1', '20130525T000000Z');
  expect(() => verify(presignedHead(), 'us-east-1', '20130525T000001Z')).toThrow('Request has expired');
  expect(() => verify(presignedHead(), 'us-east-1', '20130523T234459Z')).toThrow('Request is not yet valid');
  expect(() => verify(presignedHead(), 'eu-west-1')).toThrow(/expecting 'eu-west-1'/);
});

const chunked: Example = {
  method: 'PUT',
  host: 's3.amazonaws.com',
  path: '/examplebucket/chunkObject.txt',
  headers: {
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'content-length': '66824',
  },
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};

test("AWS's published chunked upload verifies chunk by chunk", () => {
  const { seed } = verify(headOf(chunked));
  const pieces: Buffer[] = [];
  const decoder = new ChunkDecoder({
    verifier: new ChunkVerifier(seed),
    trailer: false,
    limit: 1e6,
    onContent: (bytes) => pieces.push(bytes),
  });
  decoder.push(
    Buffer.from(
      `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65536)}\r\n` +
        `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1024)}\r\n` +
        '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
    ),
  );
  decoder.finish();
  expect(Buffer.concat(pieces)).toEqual(Buffer.alloc(66560, 'a'));
});

test("AWS's published chunked upload with a trailing checksum verifies", () => {
  const { 'content-length': _, ...headers } = chunked.headers as Record<string, string>;
  const head = headOf({
    ...chunked,
    headers: {
      ...headers,
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-trailer': 'x-amz-checksum-crc32c',
    },
    signature: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  });
  const decoder = new ChunkDecoder({
    verifier: new ChunkVerifier(verify(head).seed),
    trailer: true,
    limit: 1e6,
    onContent: () => undefined,
  });
  decoder.push(
    Buffer.from(
      `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${'a'.repeat(65536)}\r\n` +
        `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${'a'.repeat(1024)}\r\n` +
        '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n' +
        'x-amz-checksum-crc32c:sOO8/Q==\r\n' +
        'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
    ),
  );
  expect(decoder.finish().get('x-amz-checksum-crc32c')).toBe('sOO8/Q==');
});

test('skew, day and region of a header signature', () => {
  const head = headOf(examples['GET object'] as Example);
  verify(head, 'us-east-1', '20130524T001500Z');
  expect(() => verify(head, 'us-east-1', '20130524T001501Z')).toThrow(
    expect.objectContaining({ code: 'RequestTimeTooSkewed' }),
  );
  expect(() => verify(head, 'us-east-1', '20130523T234459Z')).toThrow(
    expect.objectContaining({ code: 'RequestTimeTooSkewed' }),
  );
  expect(() => verify(head, 'eu-central-1')).toThrow(
    expect.objectContaining({ code: 'AuthorizationHeaderMalformed', fields: { Region: 'eu-central-1' } }),
  );
  const otherDay = { ...head, headers: new Map([...head.headers, ['x-amz-date', '20130525T000000Z']]) };
  expect(() => verify(otherDay)).toThrow(/Invalid credential date "20130524"/);
});

test('a header of Amazon that is not signed is refused by name', () => {
  const head = headOf(examples['GET object'] as Example);
  const more = { ...head, headers: new Map([...head.headers, ['x-amz-meta-late', '1']]) };
  expect(() => verify(more)).toThrow(
    expect.objectContaining({ code: 'AccessDenied', fields: { HeadersNotSigned: 'x-amz-meta-late' } }),
  );
});

test.each([
  ['AWS AKID:sig', 'InvalidRequest'],
  ['Bearer token', 'InvalidArgument'],
  [
    'AWS4-HMAC-SHA256 Credential=AKID/20130524/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=x',
    'AuthorizationHeaderMalformed',
  ],
  ['AWS4-HMAC-SHA256 Credential=AKID/us-east-1/s3, SignedHeaders=host, Signature=x', 'AuthorizationHeaderMalformed'],
  [
    'AWS4-HMAC-SHA256 Credential=AKID/20130524/us-east-1/s3/aws4_request, SignedHeaders=host',
    'AuthorizationHeaderMalformed',
  ],
])('authorization %j is refused with %s', (authorization, code) => {
  const head = headOf(examples['GET object'] as Example);
  expect(() => verify({ ...head, headers: new Map([...head.headers, ['authorization', authorization]]) })).toThrow(
    expect.objectContaining({ code }),
  );
});
