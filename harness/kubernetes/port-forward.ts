import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { clusterUrl } from './cluster-url.ts';
import type { ClusterConnection } from './connection.ts';
import { resourcePath } from './resource-path.ts';

/** First byte of each message: which of the forwarded port's two channels it belongs to. */
const dataChannel = 0;
const errorChannel = 1;
/** Milliseconds until the API server must have answered. */
const handshakeTimeout = 10_000;

/**
 * Opens a connection to a port of a pod's 127.0.0.1 through the API server (`v4.channel.k8s.io`: one WebSocket, one byte of
 * channel before each piece of data, the port's number as the first message of each channel). A port that refuses shows as an
 * error of the stream, in kubelet's words. `PortForward` of `@kubernetes/client-node` does the same, but does not tell when
 * the connection breaks and knows no back-pressure. Throws when the API server refuses.
 */
export async function openPortForward(
  { server, tls, proxy, headers }: ClusterConnection,
  { namespace, pod, port }: { readonly namespace: string; readonly pod: string; readonly port: number },
): Promise<Duplex> {
  const url = clusterUrl(server, `${resourcePath('v1', 'Pod', namespace)}/${pod}/portforward?ports=${port}`);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  const socket = new WebSocket(url, 'v4.channel.k8s.io', {
    ...tls,
    ...(proxy !== undefined && { agent: proxy }),
    headers: await headers(),
    perMessageDeflate: false,
    handshakeTimeout,
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('open', resolve);
  socket.once('error', reject);
  const stream = channelStream(socket);
  await promise;
  return stream;
}

function channelStream(socket: WebSocket): Duplex {
  const begun = new Set<number>();
  const stream = new Duplex({
    allowHalfOpen: false,
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => send([chunk], done),
    writev: (chunks, done) =>
      send(
        chunks.map(({ chunk }) => chunk),
        done,
      ),
    final(done) {
      socket.close();
      done();
    },
    destroy(error, done) {
      socket.terminate();
      done(error);
    },
  });

  function send(chunks: readonly Buffer[], done: (error?: Error | null) => void): void {
    socket.send(Buffer.concat([Buffer.of(dataChannel), ...chunks]), done);
  }

  socket.on('message', (data) => {
    const message = data as Buffer;
    const channel = message[0] ?? dataChannel;
    const content = message.subarray(1);
    if (!begun.has(channel)) begun.add(channel);
    else if (channel === errorChannel) stream.destroy(new Error(content.toString().trim()));
    else if (!stream.push(content)) socket.pause();
  });
  // It may break before anybody listens; whoever reads finds it in `errored`.
  stream.on('error', () => undefined);
  socket.on('error', (error) => stream.destroy(error));
  socket.on('close', () => {
    if (!stream.destroyed) stream.push(null);
  });
  return stream;
}
