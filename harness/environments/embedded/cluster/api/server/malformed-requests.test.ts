import { connect } from 'node:tls';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { httpsCall } from '../testing/https-call.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

/** Requests to try; more of them: FUZZ_RUNS=20000 npx vitest run malformed-requests. A red one prints its seed. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
/** Milliseconds in which a server must answer, or close the connection of, a request that is sent to its end. */
const patience = 5000;

const token = '{token}';
const json = fc.json({ maxDepth: 6 });
const deep = fc
  .integer({ min: 1, max: 20_000 })
  .chain((depth) =>
    fc.constantFrom(
      '['.repeat(depth),
      '{"a":'.repeat(depth),
      `${'['.repeat(depth)}${']'.repeat(depth)}`,
      '- '.repeat(depth),
    ),
  );
const bomb = fc
  .integer({ min: 1, max: 9 })
  .map((levels) =>
    Array.from(
      { length: levels },
      (_, level) => `a${level}: &a${level} [${`*a${level - 1},`.repeat(level ? 9 : 0)}x]`,
    ).join('\n'),
  );
const protobuf = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.from('k8s\0'), bytes]));
const body = fc.oneof(
  json,
  deep,
  bomb,
  protobuf,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  json.map((text) => text.slice(0, text.length / 2)),
  fc.constant('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"__proto__":"x"}}'),
  fc.constant('[{"op":"add","path":"/metadata/__proto__/x","value":{}},{"op":"copy","from":"","path":"/data"}]'),
);
const path = fc.oneof(
  fc.constantFrom(
    ...[
      '/',
      '*',
      '//',
      '/..',
      '/%',
      '/%00',
      '/%ff',
      '/api/v1/namespaces/default/configmaps',
      '/api/v1/pods?watch=1&timeoutSeconds=1',
    ],
    ...[
      '/api/v1/namespaces/default/configmaps/a',
      '/apis/apps/v1/namespaces/default/deployments/a/scale',
      '/openapi/v3/..',
    ],
    ...[
      '/api/v1/namespaces/default/pods/a/exec?command=x',
      '/api/v1/namespaces/%2e%2e/configmaps?limit=1&continue=%ff',
    ],
  ),
  fc.webPath(),
  fc.string({ maxLength: 60 }).map((text) => `/${text.replace(/[\r\n\s]/g, '')}`),
);
const contentType = fc.oneof(
  fc.constantFrom(
    ...[
      'application/json',
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
      'application/json-patch+json',
      '',
    ],
    ...[
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
      'application/apply-patch+yaml',
      ';;;',
    ],
  ),
  fc.string({ maxLength: 20 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
);
const request = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'FOO', 'get', '', 'CONNECT'),
    path,
    contentType,
    header: fc.oneof(
      fc.constant('X: y'),
      fc.string({ maxLength: 40 }),
      fc.constant('Transfer-Encoding: chunked'),
      fc.constant('Expect: 100-continue'),
      fc.constant('Upgrade: websocket'),
    ),
    body,
    length: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom('-1', 'x', '999999999999', '0', '1') },
    ),
  })
  .map(({ method, header, length, ...rest }) => {
    const bytes = Buffer.isBuffer(rest.body) ? rest.body : Buffer.from(rest.body);
    const lines = [
      `${method} ${rest.path} HTTP/1.1`,
      'Host: x',
      `Authorization: Bearer ${token}`,
      `Content-Type: ${rest.contentType}`,
      `Content-Length: ${length ?? bytes.length}`,
      header,
    ];
    return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]);
  });
const anything = fc.oneof(
  { weight: 5, arbitrary: request },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)) },
);

/** What a longer run has found. */
const found = [
  // The real server's own 500: options of a deletion that are no JSON.
  Buffer.from(
    `DELETE /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\na0: &a0 [x]`,
  ),
];

/** Sends bytes and half-closes; resolves to what came back when the server has closed too. */
async function exchange({ endpoint }: TestServer, bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(endpoint.url);
  const socket = connect({ host: hostname, port: Number(port), ca: endpoint.ca ?? '' });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>();
  const overdue = setTimeout(() => reject(new Error('The connection is neither answered nor closed.')), patience);
  socket.once('close', () => resolve());
  socket.end(Buffer.from(bytes.toString('latin1').replace(token, endpoint.token), 'latin1'));
  try {
    await closed;
  } finally {
    clearTimeout(overdue);
    socket.destroy();
  }
  return Buffer.concat(chunks).toString('latin1');
}

test('no request, however malformed, crashes or hangs the server', { timeout: 600_000 }, async () => {
  await using server = await startTestServer();
  await fc.assert(
    fc.asyncProperty(anything, async (bytes) => {
      const answer = await exchange(server, bytes);
      // A real server answers some of them with 500 too, but never because its own code has thrown.
      expect(answer).not.toContain('"reason":"InternalError"');
    }),
    { numRuns, examples: found.map((bytes): [Buffer] => [bytes]) },
  );
  expect((await httpsCall(server.endpoint, '/readyz')).text).toBe('ok');
});

// As a real one answers; a word that no server knows could still be a method.
test.for([
  ['\x01\x02abc', '400 Bad Request'],
  ['@b', '400 Bad Request'],
  ['FETCH', '405 Method Not Allowed'],
] as const)('what stands for a method: %j', async ([method, status]) => {
  await using server = await startTestServer();
  const answer = await exchange(server, Buffer.from(`${method} / HTTP/1.1\r\nHost: x\r\n\r\n`));
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n`));
});
