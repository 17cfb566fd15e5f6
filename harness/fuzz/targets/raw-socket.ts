import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { dropped } from '../dropped.ts';
import { FuzzViolation } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { socketTarget } from '../socket-target.ts';

const http1 = 'PATCH /deploy/ping HTTP/1.1\r\nHost: api.qpoint.io\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}';
const chunked = 'POST /x HTTP/1.1\r\nHost: pulse.qpoint.io\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
const upgrade =
  'GET /?key=x HTTP/1.1\r\nHost: realtime.ably.io\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
const http2 = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  // SETTINGS, and HEADERS of a GET by indexed fields (RFC 9113, RFC 7541 appendix A).
  Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0),
  Buffer.of(0, 0, 3, 1, 5, 0, 0, 0, 1, 0x82, 0x84, 0x86),
]);
const tls = Buffer.concat([
  Buffer.of(0x16, 3, 1, 0, 0x2f, 1, 0, 0, 0x2b, 3, 3),
  Buffer.alloc(32, 7),
  Buffer.of(0, 0, 4, 0x13, 1, 0x13, 2, 1, 0),
]);
const openings = [http1, chunked, upgrade, http2, tls].map((opening) => Buffer.from(opening));

/** The port itself, below any protocol: whatever comes in, the connection ends when the client has nothing more to say. */
export const rawSocket = socketTarget({
  name: 'raw-socket',
  what: "the Edge's port, as bare bytes",
  share: 5,
  atOnce: 8,
  soundly: '401',
  connect: ({ port }) => ({
    sound: () => say(port, Buffer.from(http1)),
    send: (random) => say(port, mutate(random.pick(openings), random)),
    [Symbol.asyncDispose]: async () => undefined,
  }),
});

async function say(port: number, bytes: Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.end(bytes);
  const answer = await text(socket).catch(() => '');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
  if (status === '500') throw new FuzzViolation('it was answered with 500');
  return status ?? (answer === '' ? dropped : 'another answer');
}
