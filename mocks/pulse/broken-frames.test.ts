import { once } from 'node:events';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createEdge } from '../../harness/edge/edge.ts';
import { createCertificateAuthority } from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import { createPulse } from './pulse.ts';
import { pulseRoute } from './pulse-route.ts';

const utf8 = (content: string) => [...Buffer.from(content)];
const limit = [0, 0xff, 0xff, 0xff, 0xff];

/** What a broken call of `IngestBatch` gets: gRPC's number (grpc, doc/statuscodes.md), or Connect's HTTP status and code. */
const grpc: [string, number[], string][] = [
  ['a prefix that breaks off', [0, 0], '3'],
  ['a message shorter than its length', [0, 0, 0, 0, 5, 1, 2], '3'],
  ['a length above the limit', [...limit, 1, 2], '8'],
  ['no message', [], '12'],
  ['two messages', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], '12'],
  ['a compressed message without its encoding', [1, 0, 0, 0, 2, 1, 2], '13'],
  ['a message that is no protobuf', [0, 0, 0, 0, 2, 0xff, 0xff], '13'],
];

test.each(grpc)('gRPC: %s', async (_, bytes, status) => {
  await using pulse = await started();
  expect(await pulse.call('application/grpc', bytes)).toMatchObject({ ':status': 200, 'grpc-status': status });
});

const plain: [string, string, number[], number, string | undefined][] = [
  ['JSON that breaks off', 'application/json', utf8('{'), 400, 'invalid_argument'],
  ['a field of the wrong type', 'application/json', utf8('{"events":1}'), 400, 'invalid_argument'],
  ['a message that is no protobuf', 'application/proto', [0xff, 0xff], 400, 'invalid_argument'],
  ['another type of content', 'text/plain', utf8('{}'), 415, undefined],
];

test.each(plain)('Connect: %s', async (_, contentType, bytes, status, code) => {
  await using pulse = await started();
  const { body, ...headers } = await pulse.call(contentType, bytes);
  expect(headers).toMatchObject({ ':status': status });
  expect(body === '' ? undefined : JSON.parse(body).code).toBe(code);
});

interface Extra {
  readonly more?: Readonly<Record<string, string>>;
  /** The request is left open. */
  readonly stays?: boolean;
  readonly path?: string | undefined;
}

async function started() {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const pulse = createPulse({ environments: [{ token: 'good', orgId: 'org_e2e' }] });
  const edge = await createEdge({ ca, routes: [pulseRoute(pulse)] });
  const { port } = await edge.listen();
  return {
    /** Headers, trailers and body of the answer. */
    async call(
      contentType: string,
      bytes: readonly number[],
      { more = {}, stays = false, path = '/eventstore.v1.EventStoreService/IngestBatch' }: Extra = {},
    ): Promise<IncomingHttpHeaders & { readonly body: string }> {
      const session = connect(`http://localhost:${port}`);
      const stream = session.request({
        ...{ ':method': 'POST', ':path': path, te: 'trailers' },
        ...{ 'content-type': contentType, authorization: 'Bearer good', ...more },
      });
      const heads: IncomingHttpHeaders = {};
      stream.on('trailers', (trailers) => Object.assign(heads, trailers));
      if (stays) stream.write(Uint8Array.from(bytes));
      else stream.end(Uint8Array.from(bytes));
      const [headers] = await once(stream, 'response');
      const body = await text(stream);
      session.destroy();
      return { ...headers, ...heads, body };
    },
    [Symbol.asyncDispose]: () => edge[Symbol.asyncDispose](),
  };
}

const ingest = '/eventstore.v1.EventStoreService/Ingest';

test.each([
  ['a unary call of gRPC whose message breaks off', 'application/grpc', { 'grpc-timeout': '100m' }, undefined],
  ['a stream that stays idle after its head', 'application/grpc', { 'grpc-timeout': '100m' }, ingest],
  ['a deadline of nothing', 'application/grpc', { 'grpc-timeout': '0S' }, undefined],
  ['a call of Connect whose body breaks off', 'application/json', { 'connect-timeout-ms': '100' }, undefined],
])('a deadline is kept though the request is not complete: %s', async (_, type, deadline, path) => {
  await using pulse = await started();
  const { body, ...heads } = await pulse.call(type, [0, 0, 0, 0, 100, 1], { more: deadline, stays: true, path });
  const code = heads['grpc-status'] ?? JSON.parse(body).code;
  expect(code).toBe(type === 'application/grpc' ? '4' : 'deadline_exceeded');
});
