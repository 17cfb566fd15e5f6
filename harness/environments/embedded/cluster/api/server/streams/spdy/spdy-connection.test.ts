import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpdyClient } from '../testing/spdy-client.ts';
import { encodeFrame, goAwayStatus, resetStatus } from './frame.ts';
import { SpdyConnection } from './spdy-connection.ts';
import type { SpdyStream } from './spdy-stream.ts';

interface Session extends AsyncDisposable {
  readonly client: SpdyClient;
  readonly server: SpdyConnection;
  /** The server's socket. */
  readonly peer: Socket;
}

/** Both ends over a real socket; the server echoes unless told otherwise. */
async function session(onStream: (stream: SpdyStream) => void = (stream) => stream.pipe(stream)): Promise<Session> {
  const listener = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const accepted = once(listener, 'connection') as Promise<[Socket]>;
  const socket = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  const [peer] = await accepted;
  listener.close();
  const accepts = (headers: ReadonlyMap<string, string>) => headers.get('refuse') === undefined;
  const server = new SpdyConnection(peer, { accepts, onStream });
  return {
    client: new SpdyClient(socket),
    server,
    peer,
    async [Symbol.asyncDispose]() {
      socket.destroy();
      await server.closed;
    },
  };
}

test('streams carry data both ways and end on both sides', async () => {
  await using both = await session();
  const { client } = both;
  const stream = client.open({ streamtype: 'data' });
  expect(await client.next()).toMatchObject({ type: 'synReply', stream, fin: false });
  client.data(stream, 'hello');
  expect(await client.next()).toMatchObject({ type: 'data', data: Buffer.from('hello') });
  client.data(stream, '', true);
  expect(await client.next()).toMatchObject({ type: 'data', fin: true });
});

test('a stream that is refused, or has a number that was, is reset', async () => {
  await using both = await session();
  const { client } = both;
  const refused = client.open({ refuse: 'yes' });
  expect(await client.next()).toEqual({ type: 'rstStream', stream: refused, status: resetStatus.refusedStream });
  const good = client.open({});
  expect(await client.next()).toMatchObject({ type: 'synReply', stream: good });
  for (const stream of [good, 2]) {
    client.openAs(stream, {});
    expect(await client.next()).toEqual({ type: 'rstStream', stream, status: resetStatus.protocolError });
  }
});

test('a reset from either side ends the stream and spares the others', async () => {
  const opened: SpdyStream[] = [];
  await using both = await session((stream) => opened.push(stream));
  const { client } = both;
  const [first, second] = [client.open({}), client.open({})];
  expect(await client.next()).toMatchObject({ type: 'synReply', stream: first });
  expect(await client.next()).toMatchObject({ type: 'synReply', stream: second });
  client.send({ type: 'rstStream', stream: first, status: resetStatus.cancel });
  if (!opened[0]?.destroyed) await once(opened[0] as SpdyStream, 'close');
  client.data(first, 'too late');
  opened[1]?.destroy();
  expect(await client.next()).toEqual({ type: 'rstStream', stream: second, status: resetStatus.cancel });
});

test('pings are answered, answers and windows are passed over', async () => {
  await using both = await session();
  const { client } = both;
  client.send({ type: 'settings', settings: new Map([[7, 65_536]]) });
  client.send({ type: 'windowUpdate', stream: 0, delta: 1 });
  client.send({ type: 'ping', id: 2 });
  client.send({ type: 'ping', id: 3 });
  expect(await client.next()).toEqual({ type: 'ping', id: 3 });
});

test('after GOAWAY of either side the last stream ends in peace, then the connection does', async () => {
  for (const side of ['client', 'server']) {
    await using both = await session();
    const { client, server } = both;
    const stream = client.open({});
    expect(await client.next()).toMatchObject({ type: 'synReply' });
    if (side === 'client') client.send({ type: 'goAway', lastStream: 0, status: goAwayStatus.ok });
    else {
      server.close();
      expect(await client.next()).toEqual({ type: 'goAway', lastStream: stream, status: goAwayStatus.ok });
    }
    client.data(stream, 'the end', true);
    expect(await client.readAll(stream)).toBe('the end');
    expect(await client.next()).toBeUndefined();
  }
});

test('a client that breaks the protocol is told so, and loses its connection', async () => {
  await using both = await session();
  const { client, server } = both;
  client.transport.write(Buffer.from('80020001000000000000', 'hex'));
  expect(await client.next()).toEqual({ type: 'goAway', lastStream: 0, status: goAwayStatus.protocolError });
  expect(await client.next()).toBeUndefined();
  await server.closed;
});

test('whatever a client sends, the connection ends with it', async () => {
  const valid = fc.constantFrom(
    encodeFrame({ type: 'ping', id: 1 }),
    encodeFrame({ type: 'data', stream: 1, fin: false, data: Buffer.from('x') }),
    encodeFrame({ type: 'rstStream', stream: 1, status: 5 }),
    Buffer.from('8003000100000010', 'hex'),
  );
  const bytes = fc.array(fc.oneof(valid, fc.uint8Array({ maxLength: 40 })), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(bytes, async (parts) => {
      await using both = await session();
      both.client.open({});
      for (const part of parts) both.client.transport.write(part);
      both.client.transport.end();
      while (await both.client.next());
      await both.server.closed;
    }),
    { numRuns: 100 },
  );
});

const piece = Buffer.alloc(64 * 1024);
const pieces = 256;

test('what a pod sends waits for the client that reads it', async () => {
  const opened = Promise.withResolvers<SpdyStream>();
  await using both = await session((stream) => opened.resolve(stream));
  const { client } = both;
  const number = client.open({});
  const stream = await opened.promise;
  Readable.from(Array.from({ length: pieces }, () => piece)).pipe(stream);
  let most = 0;
  let received = 0;
  for (let frame = await client.next(); frame; frame = await client.next()) {
    most = Math.max(most, stream.writableLength + both.peer.writableLength);
    if (frame.type !== 'data') continue;
    received += frame.data.length;
    if (frame.fin) break;
  }
  client.data(number, '', true);
  expect(received).toBe(pieces * piece.length);
  expect(most).toBeLessThanOrEqual(4 * piece.length);
});

test('what a client sends waits for the pod that reads it', async () => {
  const opened = Promise.withResolvers<SpdyStream>();
  await using both = await session((stream) => opened.resolve(stream));
  const { client } = both;
  const number = client.open({});
  for (let index = 0; index < pieces; index++) client.send({ type: 'data', stream: number, fin: false, data: piece });
  client.data(number, '', true);
  const stream = await opened.promise;
  let most = 0;
  let received = 0;
  for await (const chunk of stream) {
    received += (chunk as Buffer).length;
    // A read takes all that has piled up.
    most = Math.max(most, (chunk as Buffer).length);
    // Slower than the connection, which would read on in every turn.
    for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(received).toBe(pieces * piece.length);
  expect(most).toBeLessThanOrEqual(4 * piece.length);
});
