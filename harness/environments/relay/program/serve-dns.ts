import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { askServer } from './ask-server.ts';
import { answerDns, failDns } from './dns-message.ts';

export interface DnsOptions {
  readonly host: string;
  readonly port: number;
  /** Of the outside world. */
  readonly address: string;
  /** The node's own name server; undefined where it has none. */
  readonly nodeServer: string | undefined;
}

/** Milliseconds after which a silent client of TCP is let go (RFC 7766 section 6.2.3). */
const idle = 10_000;

/** Answers DNS over UDP and TCP with one address for every name of the outside world. Throws when the port is taken. */
export async function serveDns({ host, port, address, nodeServer }: DnsOptions): Promise<void> {
  const respond = async (query: Uint8Array): Promise<Buffer | undefined> => {
    const answer = answerDns(query, address);
    if (answer !== 'ask the node') return answer;
    return (nodeServer === undefined ? undefined : await askServer(nodeServer, query)) ?? failDns(query);
  };
  const datagrams = createSocket('udp4');
  datagrams.on('message', async (query, from) => {
    const answer = await respond(query);
    // A client that is gone is no business of ours.
    if (answer !== undefined) datagrams.send(answer, from.port, from.address, () => undefined);
  });
  const server = createServer((socket) => void answerStream(socket, respond));
  datagrams.bind(port, host);
  server.listen(port, host);
  await Promise.all([once(datagrams, 'listening'), once(server, 'listening')]);
}

async function answerStream(
  socket: Socket,
  respond: (query: Uint8Array) => Promise<Buffer | undefined>,
): Promise<void> {
  socket.setTimeout(idle, () => socket.destroy());
  try {
    let seen = Buffer.alloc(0);
    for await (const chunk of socket) {
      seen = Buffer.concat([seen, chunk]);
      while (seen.length >= 2 && seen.length >= 2 + seen.readUInt16BE(0)) {
        const end = 2 + seen.readUInt16BE(0);
        const answer = await respond(seen.subarray(2, end));
        if (answer === undefined) return;
        const length = Buffer.alloc(2);
        length.writeUInt16BE(answer.length);
        socket.write(Buffer.concat([length, answer]));
        seen = seen.subarray(end);
      }
    }
  } catch {
    // It broke: nobody is left to answer.
  } finally {
    socket.destroySoon();
  }
}
