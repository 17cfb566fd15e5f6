import { ChannelSocket } from './channel-socket.ts';
import { type CommandConnection, endAll, type WantedStreams } from './command-connection.ts';
import type { Upgrade } from './upgrade.ts';

/** The protocol in which a client can end its input, so that the API server itself has to speak it. */
export const closableProtocol = 'v5.channel.k8s.io';
const protocols = [closableProtocol, 'v4.channel.k8s.io'];

/** exec and attach over a WebSocket. Source: kubelet/pkg/cri/streaming/remotecommand/websocket.go. */
export async function channelCommand(upgrade: Upgrade, wanted: WantedStreams): Promise<CommandConnection> {
  const { socket, protocol } = await upgrade.acceptWebSocket(protocols);
  const left = new AbortController();
  socket.once('close', () => left.abort());
  const channels = new ChannelSocket(socket, protocol === closableProtocol);
  const channel = (number: number, isWanted: boolean) => (isWanted ? channels.channel(number) : undefined);
  const [stdin, stdout, stderr] = [channel(0, wanted.stdin), channel(1, wanted.stdout), channel(2, wanted.stderr)];
  const error = channels.channel(3);
  // An empty message tells the client that the connection stands.
  (stdout ?? stderr ?? error).write('');
  return {
    streams: { stdin, stdout, stderr },
    gone: left.signal,
    async finish(status) {
      await endAll([stdout, stderr]);
      error.write(JSON.stringify(status));
      await endAll([error]);
      channels.close();
    },
  };
}
