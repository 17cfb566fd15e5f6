import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { takeAddress } from './node-address.ts';
import { nodeServer } from './node-server.ts';
import { ownGateway } from './own-gateway.ts';
import { createPodFinder, type Finding } from './pod-finder.ts';
import type { Endpoint } from './proc-sockets.ts';
import { relayConnection } from './relay-connection.ts';
import { serveDns } from './serve-dns.ts';
import { readSettings } from './settings.ts';
import { listenForTunnel } from './tunnel-listener.ts';

// The program of the relay: takes what pods dial and hands it to the harness. Node runs it as it stands, from a ConfigMap.

process.on('SIGTERM', () => process.exit(0));

const settings = readSettings(process.env);
const { nodeAddress } = settings;
const finder = nodeAddress === undefined ? undefined : createPodFinder();
const gateway = nodeAddress === undefined ? ownGateway() : undefined;
if (nodeAddress !== undefined) takeAddress(nodeAddress);
const tunnel = await listenForTunnel(settings);

async function find(from: Endpoint, to: Endpoint): Promise<Finding> {
  return (await finder?.find(from, to)) ?? { podUid: undefined, ownNode: from.address === gateway };
}

/** `port`: what was dialled; undefined where the node turned the connection here. */
async function take(socket: Socket, port: number | undefined): Promise<void> {
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  const from = { address: plain(socket.remoteAddress), port: socket.remotePort ?? 0 };
  const here = { address: plain(socket.localAddress), port: socket.localPort ?? 0 };
  const to = (port === undefined ? finder?.dialled(from) : undefined) ?? here;
  const [finding, session] = await Promise.all([find(from, to), tunnel.session()]);
  if (socket.destroyed) return;
  if (session === undefined || session.destroyed || session.closed) socket.resetAndDestroy();
  else {
    const address = to.address === here.address ? undefined : to.address;
    relayConnection(socket, session, { source: from.address, port: port ?? to.port, address, finding });
  }
}

/** An IPv4 address as such, also on a socket that speaks both versions. */
function plain(address = ''): string {
  return address.replace(/^::ffff:/i, '');
}

const listeners = settings.ports.map(({ dialled, listening }) => ({ port: dialled as number | undefined, listening }));
if (settings.turnedPort !== undefined) listeners.push({ port: undefined, listening: settings.turnedPort });
for (const { port, listening } of listeners) {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => void take(socket, port));
  server.listen({ port: listening, host: nodeAddress, backlog: 4096 });
  await once(server, 'listening');
}
if (nodeAddress !== undefined) {
  const own = { host: nodeAddress, port: 53, address: nodeAddress };
  await serveDns({ ...own, nodeServer: nodeServer(nodeAddress) });
}
console.log(`relay ${settings.version} is ready`);
