import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { publishedPort } from './life/docker-objects.ts';

/** Connects to a port of a node that `kind/cluster.yaml` has Docker map to this machine's loopback. */
export async function dialNode(node: string, port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: await publishedPort(node, port), noDelay: true });
  await once(socket, 'connect');
  return socket;
}
