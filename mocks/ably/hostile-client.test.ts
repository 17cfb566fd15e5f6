import { once } from 'node:events';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createEdge } from '../../harness/edge/edge.ts';
import { createCertificateAuthority } from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import { createAbly } from './ably.ts';
import { ablyRoute } from './ably-route.ts';
import { deployChannel } from './deploy-channel.ts';
import type { FrameFormat } from './frame-codec.ts';
import { decodeFrame, encodeFrame } from './frame-codec.ts';
import { action, type ProtocolMessage } from './protocol-message.ts';

const { key, channel } = deployChannel('org_e2e');

async function serve() {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const ably = createAbly({ orgIds: ['org_e2e'] });
  const edge = await createEdge({ ca, routes: [ablyRoute(ably)] });
  onTestFinished(() => edge[Symbol.asyncDispose]());
  const { port } = await edge.listen();
  const open = (format: FrameFormat, path = '/') =>
    new WebSocket(`wss://localhost:${port}${path}?key=${key}&format=${format}&v=2`, { ca: ca.certPem });
  return { ably, edge, open };
}

/** Sends a frame, closes after it, and gives what the server said and the code with which it ended. */
async function converse(socket: WebSocket, format: FrameFormat, frame: Uint8Array) {
  const said: (ProtocolMessage | undefined)[] = [];
  socket.on('message', (data) => said.push(decodeFrame(new Uint8Array(data as Buffer), format)));
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(frame, { binary: format === 'msgpack' });
  socket.send(encodeFrame({ action: action.close }, format), { binary: format === 'msgpack' });
  const [code] = (await once(socket, 'close')) as [number];
  return { said: said.map((message) => message?.action), code };
}

test.each(['json', 'msgpack'] as const)(
  'whatever a client sends in %s, it is answered and the connection ends',
  async (format) => {
    const { ably, open } = await serve();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (frame) => {
        const { said, code } = await converse(open(format), format, frame);
        expect(said[0]).toBe(action.connected);
        // Text that is no UTF-8 is not even read.
        if (decodeFrame(frame, format) === undefined)
          expect([said[1] ?? action.error, code]).toEqual([action.error, 1007]);
        // What says nothing here is passed over, and the client ends it.
        else expect(said.at(-1)).toBe(action.closed);
      }),
      { numRuns: 50 },
    );
    expect(ably.state.connections().filter((connection) => connection.open)).toEqual([]);
  },
);

test('a frame beyond the limit ends its connection and no other', async () => {
  const { ably, open } = await serve();
  const other = open('json');
  await once(other, 'open');
  const { code } = await converse(open('json'), 'json', Buffer.alloc(ably.settings.maxFrameSize + 1, ' '));
  expect(code).toBe(1009);
  other.send(encodeFrame({ action: action.attach, channel }, 'json'));
  await ably.state.waitFor(() => ably.state.connections()[0]?.channels[0] === channel, {
    signal: AbortSignal.timeout(20_000),
  });
  other.terminate();
});

test('another path has no WebSocket', async () => {
  const { edge, open } = await serve();
  const [error] = (await once(open('json', '/elsewhere'), 'error')) as [Error];
  expect(error.message).toContain('404');
  expect(edge.journal.entries()).toMatchObject([{ route: 'push', status: 404 }]);
});
