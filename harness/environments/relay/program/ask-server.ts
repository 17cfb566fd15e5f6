import { createSocket } from 'node:dgram';

/** Milliseconds that a name server may take. */
const patience = 3000;

/** Hands a DNS query to a name server over UDP; undefined when it does not answer. */
export function askServer(server: string, query: Uint8Array, port = 53): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const settle = (answer: Buffer | undefined): void => {
      clearTimeout(overdue);
      socket.close();
      resolve(answer);
    };
    const overdue = setTimeout(() => settle(undefined), patience);
    socket.once('error', () => settle(undefined));
    socket.once('message', (answer) => settle(answer));
    // Connected, so that nobody else's datagram is taken for the answer.
    socket.connect(port, server, () => socket.send(query));
  });
}
