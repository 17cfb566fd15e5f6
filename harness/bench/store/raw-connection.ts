import { once } from 'node:events';
import { connect } from 'node:net';
import { sign } from '../../environments/embedded/store/tests/signed-request.ts';
import { benchBucket, benchKey, benchRegion } from './bench-target.ts';
import type { Body } from './raw-client.ts';

/** One connection that signs and sends, and reads no more of an answer than where it ends: what it measures is the server. */
export interface RawConnection extends Disposable {
  /** Throws for a status other than 200. */
  send(method: 'GET' | 'PUT', key: string, body: Body): Promise<void>;
}

export async function openRawConnection(endpoint: string): Promise<RawConnection> {
  const { host, hostname, port } = new URL(endpoint);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  let missing = 0;
  let answered = Promise.withResolvers<void>();
  socket.on('error', (error) => answered.reject(error));
  socket.on('close', () => answered.reject(new Error(`${endpoint} closed the connection`)));
  socket.on('data', (bytes) => {
    if (missing === 0) {
      const end = bytes.indexOf('\r\n\r\n');
      const head = bytes.toString('latin1', 0, end);
      if (!head.startsWith('HTTP/1.1 200')) answered.reject(new Error(bytes.toString()));
      missing = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    }
    missing -= bytes.length;
    if (missing === 0) answered.resolve();
  });
  return {
    send(method, key, { bytes, hash }) {
      const path = `/${benchBucket}/${key}`;
      const { headers } = sign({ method, host, path, region: benchRegion, principal: benchKey, payloadHash: hash });
      let head = `${method} ${path} HTTP/1.1\r\n`;
      for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
      answered = Promise.withResolvers();
      socket.cork();
      socket.write(`${head}content-length: ${bytes.length}\r\n\r\n`, 'latin1');
      if (bytes.length > 0) socket.write(bytes);
      socket.uncork();
      return answered.promise;
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
