import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeFrame, encodeFrame, type FrameFormat } from '../../../mocks/ably/frame-codec.ts';
import { action } from '../../../mocks/ably/protocol-message.ts';
import { type EdgeAddress, type FuzzSession, type FuzzTarget, FuzzViolation } from '../fuzz-target.ts';
import { pushFrame } from './push-frames.ts';

/** How the server ends a connection for a frame: it is none, or too large (RFC 6455 section 7.4.1). */
const endings = new Set([1002, 1007, 1009]);

/** The push channel's WebSocket: each frame is followed by a heartbeat, which is answered, or the connection ends for a reason. */
export const pushSocket: FuzzTarget = {
  name: 'push-socket',
  what: "the push channel's WebSocket",
  share: 10,
  atOnce: 1,
  open: async (edge) => {
    const sockets = new Map<FrameFormat, WebSocket>();
    const session: FuzzSession = {
      async send(random) {
        const format = random.pick(['json', 'msgpack'] as const);
        const frame = pushFrame(random, format);
        const socket = sockets.get(format) ?? (await connect(edge, format));
        sockets.set(format, socket);
        const binary = format === 'msgpack';
        const id = `after-${random.digits(12)}`;
        const outcome = answered(socket, format, id);
        socket.send(frame, { binary });
        socket.send(encodeFrame({ action: action.heartbeat, id }, format), { binary });
        const code = await outcome;
        if (code === undefined) return 'answered';
        sockets.delete(format);
        if (!endings.has(code)) throw new FuzzViolation(`the connection ended with code ${code}`);
        return `closed, ${code}`;
      },
      async [Symbol.asyncDispose]() {
        for (const socket of sockets.values()) socket.terminate();
      },
    };
    return session;
  },
};

async function connect({ port, ca, ablyKey }: EdgeAddress, format: FrameFormat): Promise<WebSocket> {
  const query = new URLSearchParams({ key: ablyKey, format, v: '2' });
  const socket = new WebSocket(`wss://localhost:${port}/?${query}`, { ca });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
}

/** Undefined when the heartbeat of this id came back; the code when the connection ended before. */
async function answered(socket: WebSocket, format: FrameFormat, id: string): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const hear = (data: Buffer) => {
    if (decodeFrame(new Uint8Array(data), format)?.id === id) resolve(undefined);
  };
  const end = (code: number) => resolve(code);
  socket.on('message', hear);
  socket.on('close', end);
  try {
    return await promise;
  } finally {
    socket.off('message', hear);
    socket.off('close', end);
  }
}
