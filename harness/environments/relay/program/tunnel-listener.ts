import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import { type Hello, readLine, sessionOptions, sessionWindow, type Welcome } from './protocol.ts';
import type { RelaySettings } from './relay-settings.ts';

/** Milliseconds that a connection of a pod waits for a harness that is about to come (back). */
const patience = 20_000;
/** Milliseconds between two pings, and that a tunnel may leave one unanswered. */
const pingEvery = 10_000;

/** The way to the harness, whenever there is one. */
export interface Tunnel {
  /** The session of the harness; undefined when none came in time, or the last one has left and no other came since. */
  session(): Promise<ClientHttp2Session | undefined>;
}

/** Listens for the harness, and lets in one at a time. Throws when the port is taken. */
export async function listenForTunnel({ tunnelHost, tunnelPort, token, version }: RelaySettings): Promise<Tunnel> {
  let current: { readonly session: ClientHttp2Session; readonly run: string } | undefined;
  /** Said goodbye: nobody need wait for it, and pods that are told to end by then should not. */
  let hasLeft = false;
  const waiting = new Set<(session: ClientHttp2Session | undefined) => void>();

  function refusal(hello: Hello | undefined): string | undefined {
    if (hello === undefined) return 'what came is not a greeting';
    if (!same(hello.token, token)) return 'the token is not this relay’s';
    if (current !== undefined && current.run !== hello.run) return `it serves run ${current.run} already`;
    return undefined;
  }

  async function admit(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    const overdue = setTimeout(() => socket.destroy(), 5000);
    const hello = parse(await readLine(socket));
    clearTimeout(overdue);
    const refused = refusal(hello);
    if (refused !== undefined || hello === undefined) {
      socket.end(line({ refused: refused ?? '' }));
      return;
    }
    current?.session.destroy();
    socket.write(line({ version }));
    const session = connect('http://harness', { ...sessionOptions, createConnection: () => socket });
    const entry = { session, run: hello.run };
    current = entry;
    hasLeft = false;
    const pings = setInterval(() => keepAlive(session, socket), pingEvery);
    session.on('error', () => undefined);
    // A harness that leaves says so. A port-forward may stay half open, so that waiting for its end would keep out the next.
    session.on('goaway', (code) => {
      if (current === entry) hasLeft = code === constants.NGHTTP2_NO_ERROR;
      socket.destroy();
    });
    session.on('close', () => {
      clearInterval(pings);
      socket.destroy();
      if (current === entry) current = undefined;
      console.log(`run ${hello.run} has left`);
    });
    session.on('connect', () => {
      session.setLocalWindowSize(sessionWindow);
      console.log(`run ${hello.run} has come`);
      for (const resolve of waiting) resolve(session);
    });
  }

  const server = createServer((socket) => void admit(socket));
  server.listen(tunnelPort, tunnelHost);
  await once(server, 'listening');

  return {
    session() {
      if (current !== undefined && !current.session.connecting) return Promise.resolve(current.session);
      if (hasLeft) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const settle = (session: ClientHttp2Session | undefined): void => {
          clearTimeout(overdue);
          waiting.delete(settle);
          resolve(session);
        };
        const overdue = setTimeout(() => settle(undefined), patience);
        waiting.add(settle);
      });
    },
  };
}

function keepAlive(session: ClientHttp2Session, socket: Socket): void {
  const overdue = setTimeout(() => socket.destroy(), pingEvery);
  if (!session.destroyed) session.ping((error) => error === null && clearTimeout(overdue));
}

function parse(text: string | undefined): Hello | undefined {
  try {
    const { token, run } = JSON.parse(text ?? '') as Partial<Hello>;
    return typeof token === 'string' && typeof run === 'string' ? { token, run } : undefined;
  } catch {
    return undefined;
  }
}

function same(given: string, own: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(own)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function line(welcome: Welcome): string {
  return `${JSON.stringify(welcome)}\n`;
}
