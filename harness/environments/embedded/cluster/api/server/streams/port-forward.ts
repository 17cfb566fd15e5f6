import type { ForwardPort } from '../../node-agent.ts';
import { badRequest } from '../../objects/api-error.ts';
import type { Exchange } from '../exchange.ts';
import { ChannelSocket } from './channel-socket.ts';
import { endAll } from './command-connection.ts';
import { forwardStreams } from './forward-streams.ts';
import { SpdyConnection } from './spdy/spdy-connection.ts';
import type { Upgrade } from './upgrade.ts';

const spdyProtocol = 'portforward.k8s.io';
const tunnelProtocol = `SPDY/3.1+${spdyProtocol}`;
const channelProtocol = 'v4.channel.k8s.io';

/**
 * Carries a pod's ports to the client: SPDY/3.1, SPDY/3.1 inside a WebSocket (kubectl since 1.31), or WebSocket channels
 * (`@kubernetes/client-node`). Settles when the client is done.
 */
export async function portForward({ query }: Exchange, upgrade: Upgrade, forward: ForwardPort): Promise<void> {
  if (upgrade.kind === 'spdy') {
    const { transport } = upgrade.acceptSpdy([spdyProtocol]);
    return new SpdyConnection(transport, forwardStreams(forward)).closed;
  }
  const tunnelled = upgrade.protocols.includes(tunnelProtocol);
  const ports = tunnelled ? [] : requestedPorts(query);
  const { socket } = await upgrade.acceptWebSocket([tunnelProtocol, channelProtocol]);
  if (!tunnelled) return forwardChannels(new ChannelSocket(socket, false), ports, forward);
  const { createWebSocketStream } = await import('ws');
  return new SpdyConnection(createWebSocketStream(socket), forwardStreams(forward)).closed;
}

/** Source: `NewV4Options` in kubelet/pkg/cri/streaming/portforward/websocket.go. */
function requestedPorts(query: URLSearchParams): readonly number[] {
  const given = query.getAll('ports');
  if (given.length === 0) throw badRequest('query parameter "port" is required');
  return given.flatMap((text) => {
    if (text === '') throw badRequest('query parameter "port" cannot be empty');
    return text.split(',').map((part) => {
      if (!/^\d+$/.test(part) || Number(part) > 65_535) {
        throw badRequest(
          `unable to parse ${JSON.stringify(text)} as a port: strconv.ParseUint: parsing ${JSON.stringify(part)}: invalid syntax`,
        );
      }
      if (Number(part) < 1) throw badRequest(`port ${JSON.stringify(text)} must be > 0`);
      return Number(part);
    });
  });
}

/** Two channels a port, data and error, each of which starts with the port's number. Source: `handleWebSocketStreams`. */
async function forwardChannels(channels: ChannelSocket, ports: readonly number[], forward: ForwardPort): Promise<void> {
  const all = ports.map(async (port, index) => {
    const [data, error] = [channels.channel(2 * index), channels.channel(2 * index + 1)];
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    data.write(number);
    error.write(number);
    await forward(port, data).catch((reason: Error) => error.write(reason.message));
    await endAll([data, error]);
  });
  await Promise.all(all);
  channels.close();
}
