import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createEdge } from '../../edge/edge.ts';
import { createCertificateAuthority } from '../embedded/certificates/certificate-authority.ts';
import { header } from './program/protocol.ts';
import { readRelayProgram } from './relay-program.ts';
import { openTunnel, RelayRefusal, type Tunnel } from './tunnel.ts';

const main = fileURLToPath(new URL('program/main.ts', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A port-forward of which the other end is not told that this one has gone. */
function neverEnding(socket: Socket): Duplex {
  const write = (chunk: Buffer, _encoding: string, done: () => void): void => void socket.write(chunk, done);
  const stream = new Duplex({ read: () => undefined, write, destroy: (error, done) => done(error) });
  socket.on('data', (chunk) => stream.push(chunk));
  socket.on('close', () => stream.push(null));
  return stream;
}

/** The relay's own program as in an unprivileged pod, and a harness's end of the tunnel. */
async function startProgram() {
  const [tunnelPort, listening] = await Promise.all([freePort(), freePort()]);
  const settings = JSON.stringify({ tunnelHost: '127.0.0.1', tunnelPort, ports: [{ dialled: 443, listening }] });
  const env = { ...process.env, RELAY_SETTINGS: settings, RELAY_TOKEN: 'secret', RELAY_VERSION: 'v' };
  const program = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(program.stdout, 'data');
  const tunnels: Tunnel[] = [];
  return {
    dial: ({ allowHalfOpen = true } = {}): Socket => connect({ port: listening, host: '127.0.0.1', allowHalfOpen }),
    async open(
      onConnection: (connection: Duplex, headers: Record<string, unknown>) => void,
      { token = 'secret', run = 'r', staysHalfOpen = false } = {},
    ) {
      const socket = connect(tunnelPort, '127.0.0.1');
      await once(socket, 'connect');
      const connection = staysHalfOpen ? neverEnding(socket) : socket;
      const tunnel = await openTunnel(connection, {
        hello: { token, run },
        onStream: (stream, headers) => {
          stream.on('error', () => undefined);
          stream.respond({ ':status': 200 });
          onConnection(stream, headers);
        },
      });
      tunnels.push(tunnel);
      return tunnel;
    },
    async [Symbol.asyncDispose]() {
      for (const tunnel of tunnels) tunnel.close();
      const exited = once(program, 'exit');
      program.kill();
      await exited;
    },
  };
}

const echo = (connection: Duplex): void => void connection.pipe(connection);

test('the program fits into a ConfigMap', () => {
  const { files, main } = readRelayProgram();
  expect(files[main]).toContain('listenForTunnel');
  expect(JSON.stringify(files).length).toBeLessThan(900_000);
});

test('a connection comes through with its source and port, both ways intact, each half ended by itself', async () => {
  await using relay = await startProgram();
  const seen: unknown[] = [];
  await relay.open((connection, headers) => {
    seen.push([headers[header.source], headers[header.port]]);
    echo(connection);
  });
  const bytes = randomBytes(5 * 1024 * 1024);
  const socket = relay.dial();
  socket.end(bytes);
  expect((await buffer(socket)).equals(bytes)).toBe(true);
  expect(seen).toEqual([['127.0.0.1', '443']]);
});

test('a connection waits for a harness that is about to come', async () => {
  await using relay = await startProgram();
  const socket = relay.dial();
  socket.end('early');
  const answer = text(socket);
  await relay.open(echo);
  expect(await answer).toBe('early');
});

test('what one side breaks off is broken off on the other', async () => {
  await using relay = await startProgram();
  const taken = Promise.withResolvers<Duplex>();
  await relay.open(taken.resolve);
  const socket = relay.dial();
  socket.write('x');
  const connection = await taken.promise;
  const closed = once(connection, 'close');
  socket.resetAndDestroy();
  await closed;

  await relay.open((another) => another.once('data', () => another.destroy()));
  const second = relay.dial({ allowHalfOpen: false });
  second.on('error', () => undefined);
  second.resume().write('x');
  await once(second, 'close');
});

test('connections break when the tunnel does, and the next tunnel serves', async () => {
  await using relay = await startProgram();
  const first = await relay.open((connection) => connection.write('here'));
  const socket = relay.dial({ allowHalfOpen: false });
  socket.on('error', () => undefined);
  socket.resume().write('x');
  await once(socket, 'data');
  const closed = once(socket, 'close');
  first.close();
  await closed;
  await relay.open(echo);
  const again = relay.dial();
  again.end('again');
  expect(await text(again)).toBe('again');
});

// In less than the 20 s that a pod waits for one that is about to come.
test('nobody waits for a harness that has left, until another one comes', async () => {
  await using relay = await startProgram();
  const first = await relay.open(echo);
  first.close();
  await first.closed;
  const refused = relay.dial({ allowHalfOpen: false });
  await expect(once(refused, 'close')).rejects.toMatchObject({ code: 'ECONNRESET' });
  await relay.open(echo);
  const taken = relay.dial();
  taken.end('taken');
  expect(await text(taken)).toBe('taken');
}, 15_000);

// In less than the 20 s after which pings would tell.
test('another run is let in as soon as the one before has left, although its connection stays half open', async () => {
  await using relay = await startProgram();
  const first = await relay.open(echo, { run: 'one', staysHalfOpen: true });
  first.close();
  const { promise, resolve } = Promise.withResolvers<void>();
  const tryAgain = (): void => void relay.open(echo, { run: 'two' }).then(() => resolve(), tryAgain);
  tryAgain();
  await promise;
}, 15_000);

test('one run at a time is let in, and none without the token', async () => {
  await using relay = await startProgram();
  const tunnel = await relay.open(echo, { run: 'one' });
  await expect(relay.open(echo, { run: 'two' })).rejects.toThrow(new RelayRefusal('it serves run one already'));
  await expect(relay.open(echo, { token: 'guess' })).rejects.toThrow(RelayRefusal);
  await relay.open(echo, { run: 'one' });
  await tunnel.closed;
});

test('the Edge takes what a tunnel brings: h2 and HTTP/1.1 over TLS, and plain text', async () => {
  await using relay = await startProgram();
  const ca = await createCertificateAuthority({ runId: 'test' });
  await using edge = await createEdge({ ca, routes: [] });
  const caller = { namespace: 'n', pod: 'p', node: 'o' };
  await relay.open((connection) => edge.accept(connection, { caller, port: 443 }));

  const { connect: connectH2 } = await import('node:http2');
  const { connect: connectTls } = await import('node:tls');
  const host = 'who.knows.example';
  const session = connectH2(`https://${host}`, {
    createConnection: () =>
      connectTls({ socket: relay.dial(), servername: host, ca: ca.certPem, ALPNProtocols: ['h2'] }),
  });
  const stream = session.request({ ':path': '/h2' });
  const [answer] = await once(stream, 'response');
  expect(answer[':status']).toBe(421);
  session.destroy();

  const secure = connectTls({ socket: relay.dial(), servername: host, ca: ca.certPem });
  secure.write(`GET /tls HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  expect(await text(secure)).toContain('421');
  const plain = relay.dial();
  plain.write(`GET /plain HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  expect(await text(plain)).toContain('421');
  expect(edge.journal.entries().map(({ path, caller, protocol }) => [path, caller?.pod, protocol])).toEqual([
    ['/h2', 'p', 'h2'],
    ['/tls', 'p', 'http/1.1'],
    ['/plain', 'p', 'http/1.1'],
  ]);
});
