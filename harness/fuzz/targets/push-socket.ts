import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeFrame, encodeFrame, type FrameFormat } from '../../../mocks/ably/frame-codec.ts';
import { action } from '../../../mocks/ably/protocol-message.ts';
import type { EdgeAddress } from '../edge-address.ts';
import { FuzzViolation } from '../fuzz-target.ts';
import { pushFrame } from '../push-frame.ts';
import { socketTarget } from '../socket-target.ts';

/** How the server ends a connection for a frame: it is none, or too large (RFC 6455 section 7.4.1). */
const endings = new Set([1002, 1007, 1009]);

/** How it ends when it was asked to. */
const asked = 1005;

/** The push channel's WebSocket: each frame is followed by a heartbeat, which is answered, or the connection ends for a reason. */
export const pushSocket = socketTarget({
  name: 'push-socket',
  what: "the push channel's WebSocket",
  share: 10,
  atOnce: 1,
  soundly: 'answered',
  connect(edge) {
    const sockets = new Map<FrameFormat, WebSocket>();
    const sendFrame = async (format: FrameFormat, frame: Uint8Array, id: string): Promise<string> => {
      const socket = sockets.get(format) ?? (await open(edge, format));
      sockets.set(format, socket);
      const binary = format === 'msgpack';
      const outcome = answered(socket, format, id);
      socket.send(frame, { binary });
      socket.send(encodeFrame({ action: action.heartbeat, id }, format), { binary });
      const code = await outcome;
      if (code === undefined) return 'answered';
      sockets.delete(format);
      if (code === asked && decodeFrame(frame, format)?.action === action.close) return 'closed, as asked';
      if (!endings.has(code)) throw new FuzzViolation(`the connection ended with code ${code}`);
      return `closed, ${code}`;
    };
    return {
      sound: () => sendFrame('json', Buffer.from(encodeFrame({ action: action.heartbeat }, 'json')), 'sound'),
      send(random) {
        const format = random.pick(['json', 'msgpack'] as const);
        return sendFrame(format, pushFrame(random, format), `after-${random.digits(12)}`);
      },
      async [Symbol.asyncDispose]() {
        for (const socket of sockets.values()) socket.terminate();
      },
    };
  },
});

async function open({ port, ca, ablyKey }: EdgeAddress, format: FrameFormat): Promise<WebSocket> {
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
