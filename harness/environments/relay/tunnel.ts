import {
  constants,
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type Hello, readLine, sessionOptions, sessionWindow, type Welcome } from './program/protocol.ts';

/** Milliseconds between two pings, and that one may be left unanswered. */
const pingEvery = 10_000;
/** Milliseconds until a relay must have answered the greeting. */
const greetingTimeout = 10_000;

export interface TunnelOptions {
  readonly hello: Hello;
  readonly onStream: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;
}

/** An open tunnel. `closed` settles when it is, for whatever reason. */
export interface Tunnel {
  readonly closed: Promise<void>;
  close(): void;
}

/** A relay that answered, and does not take this harness. */
export class RelayRefusal extends Error {
  override readonly name = 'RelayRefusal';
}

/**
 * Greets a relay over a connection to its tunnel port and takes the streams that it opens. Throws `RelayRefusal` when it
 * does not take this harness, and otherwise what broke the connection.
 */
export async function openTunnel(connection: Duplex, { hello, onStream }: TunnelOptions): Promise<Tunnel> {
  await greet(connection, hello);
  if (connection.destroyed)
    throw connection.errored ?? new Error('the connection to the relay broke after it answered');
  const shield = connection instanceof Socket ? connection : shielded(connection, () => session.destroy());
  const session = performServerHandshake(shield, sessionOptions);
  session.setLocalWindowSize(sessionWindow);
  session.on('stream', onStream);
  session.on('error', () => undefined);
  const pings = setInterval(() => keepAlive(session), pingEvery);
  const closed = new Promise<void>((resolve) => {
    session.on('close', () => {
      clearInterval(pings);
      connection.destroy();
      shield.destroy();
      resolve();
    });
  });
  // Node hands the session what the connection holds already at the next tick, and throws where nobody can catch it when the
  // session is destroyed by then (node:internal/http2/core, 24.21).
  await setImmediate();
  const close = (): void => {
    // What is no socket is let go with what it had still to write.
    if (!session.destroyed) session.goaway();
    setImmediate().then(() => session.destroy());
  };
  return { closed, close };
}

/**
 * A connection that does not end under an HTTP/2 session: Node's adapter for what is no socket fails an assertion, and the
 * process with it, when a stream is reset after the end of the connection (node:internal/js_stream_socket, 24.21). So the
 * session goes first, told by `broken`.
 */
function shielded(connection: Duplex, broken: () => void): Duplex {
  let written: (() => void) | undefined;
  const shield = new Duplex({
    read: () => void connection.resume(),
    write(chunk: Buffer, _encoding, done) {
      if (connection.destroyed || !connection.writable) return done();
      written = done;
      connection.write(chunk, () => {
        if (written !== done) return;
        written = undefined;
        done();
      });
    },
  });
  shield.on('error', () => undefined);
  connection.on('data', (chunk: Buffer) => {
    if (!shield.push(chunk)) connection.pause();
  });
  const gone = (): void => {
    const done = written;
    written = undefined;
    done?.();
    broken();
    // The session waits for the end of what it stood on before it says that it is closed.
    setImmediate().then(() => shield.destroy());
  };
  connection.once('end', gone).once('close', gone);
  return shield;
}

async function greet(connection: Duplex, hello: Hello): Promise<void> {
  connection.on('error', () => undefined);
  const overdue = setTimeout(() => connection.destroy(new Error('the relay did not answer in time')), greetingTimeout);
  connection.write(`${JSON.stringify(hello)}\n`);
  const line = await readLine(connection);
  clearTimeout(overdue);
  if (line === undefined) {
    connection.destroy();
    throw connection.errored ?? new Error('the connection to the relay was closed before it answered');
  }
  const welcome = JSON.parse(line) as Welcome;
  if (!('refused' in welcome)) return;
  connection.destroy();
  throw new RelayRefusal(welcome.refused);
}

function keepAlive(session: ServerHttp2Session): void {
  if (session.destroyed) return;
  // A harness that opens another one after it, so that pods wait for that.
  const overdue = setTimeout(() => session.destroy(undefined, constants.NGHTTP2_INTERNAL_ERROR), pingEvery);
  session.ping(() => clearTimeout(overdue));
}
