import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Endpoint } from './https-call.ts';

/** Asks for another protocol; resolves with the connection, or with the answer of a server that declines. */
export async function upgradeRequest(
  { url, token, ca }: Endpoint,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'POST',
): Promise<
  { readonly socket: Duplex; readonly answer: IncomingMessage } | { readonly status: number; readonly text: string }
> {
  const call = request(new URL(path, url), {
    method,
    headers: { Authorization: `Bearer ${token}`, Connection: 'Upgrade', ...headers },
    agent: false,
    ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
  });
  return new Promise((resolve, reject) => {
    call.on('upgrade', (answer, socket) => resolve({ socket, answer }));
    call.on('response', async (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
    });
    call.on('error', reject).end();
  });
}

/** Opens a WebSocket with the protocols that a client of Kubernetes offers. */
export function openWebSocket({ url, token, ca }: Endpoint, path: string, protocols: readonly string[]): WebSocket {
  return new WebSocket(new URL(path, url.replace('https', 'wss')), [...protocols], {
    headers: { Authorization: `Bearer ${token}` },
    ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
  });
}
